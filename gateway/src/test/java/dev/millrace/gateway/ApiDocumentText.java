package dev.millrace.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.millrace.contracts.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/** The published API document, and whether an answer is as it says. */
final class ApiDocumentText {
    private final JsonNode document;

    private ApiDocumentText(JsonNode document) {
        this.document = document;
    }

    /** As the running gateway shows it to everybody. */
    static ApiDocumentText ofTheGateway() {
        GatewayProcess gateway = OpenLine.gateway();
        HttpResponse<String> answer =
                gateway.send(gateway.request("/openapi.json").GET());
        assertThat(answer.statusCode()).isEqualTo(200);
        return new ApiDocumentText(read(answer.body()));
    }

    static JsonNode read(String json) {
        try {
            return Json.mapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode json() {
        return document;
    }

    /** For people and for comparison: keys in one order, one property a line. */
    String pretty() {
        try {
            return Json.mapper()
                            .copy()
                            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                            .writerWithDefaultPrettyPrinter()
                            .writeValueAsString(Json.mapper().treeToValue(document, Object.class))
                    + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Operations by method and path, such as {@code GET /api/v1/runs/{run}}. */
    Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new TreeMap<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    if (operation.getValue().has("operationId")) {
                        operations.put(
                                operation.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey(),
                                operation.getValue());
                    }
                }));
        return operations;
    }

    /** The answer has a status, a type, a shape and a code that the document says this route has. */
    void requireDocumented(String route, HttpResponse<String> answer) {
        JsonNode operation = operations().get(route);
        assertThat(operation).as(route).isNotNull();
        JsonNode response = operation.path("responses").path(Integer.toString(answer.statusCode()));
        assertThat(response.isObject())
                .as(route + " answers " + answer.statusCode() + " " + answer.body())
                .isTrue();
        String type = answer.headers().firstValue("content-type").orElse("").replaceAll(";.*", "");
        JsonNode content = response.path("content").path(type);
        assertThat(content.isObject())
                .as(route + " " + answer.statusCode() + " has the type " + type)
                .isTrue();
        requireShape(content.path("schema"), answer.body());
        if (response.has("x-codes")) {
            JsonNode body = read(answer.body());
            String code = body.has("error")
                    ? body.at("/error/code").asText()
                    : body.path("code").asText();
            assertThat(response.path("x-codes")).as(route).map(JsonNode::asText).contains(code);
        }
    }

    private void requireShape(JsonNode shape, String body) {
        ObjectNode schema = Json.mapper().createObjectNode();
        schema.set("components", document.path("components"));
        schema.putArray("allOf").add(shape);
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(new String(Json.write(schema), StandardCharsets.UTF_8))
                        .validate(body, InputFormat.JSON))
                .as(body)
                .isEmpty();
    }
}
