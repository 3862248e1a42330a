package dev.millrace.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The published API document is what the application does. */
class OpenApiIT {
    private static final java.nio.file.Path COPY = java.nio.file.Path.of("../docs/api/openapi.json");
    private static final boolean UPDATE = Boolean.getBoolean("millrace.update");

    private final ApiDocumentText document = ApiDocumentText.ofTheGateway();

    @Test
    void everybodyMayReadItInBothForms() {
        GatewayProcess gateway = OpenLine.gateway();

        HttpResponse<String> yaml =
                gateway.send(gateway.request("/openapi.yaml").GET());

        assertThat(yaml.statusCode()).isEqualTo(200);
        assertThat(yaml.body()).contains("openapi: 3.1");
        assertThat(document.json().path("openapi").asText()).startsWith("3.1");
        assertThat(document.json()
                        .at("/components/securitySchemes/apiKey/scheme")
                        .asText())
                .isEqualTo("bearer");
        assertThat(document.json().path("security")).isNotEmpty();
    }

    /** {@code -Dmillrace.update=true} writes it anew; whoever does that looks at the difference before committing it. */
    @Test
    void theCopyInTheDocumentationIsTheSame() throws IOException {
        if (UPDATE) {
            Files.createDirectories(COPY.getParent());
            Files.writeString(COPY, document.pretty());
        }
        assertThat(Files.readString(COPY)).isEqualTo(document.pretty());
    }

    @Test
    void everyRouteIsInItAndEveryOneInItExists() {
        Set<String> routes = routes();

        assertThat(routes).hasSizeGreaterThan(20).contains("POST /v1/chat/completions");
        assertThat(document.operations().keySet()).isEqualTo(routes);
    }

    @Test
    void everyRouteIsDescribedWithRolesAnswersAndFailures() {
        List<String> ids = new ArrayList<>();
        document.operations().forEach((route, operation) -> {
            ids.add(operation.path("operationId").asText());
            assertThat(operation.path("summary").asText()).as(route).isNotBlank();
            assertThat(operation.path("tags")).as(route).hasSize(1);
            assertThat(operation.path("x-roles")).as(route).isNotEmpty();
            operation.path("responses").properties().forEach(response -> {
                assertThat(response.getValue().path("description").asText())
                        .as(route)
                        .isNotBlank();
                assertThat(response.getValue().path("content"))
                        .as(route + " " + response.getKey())
                        .isNotEmpty();
                response.getValue()
                        .path("content")
                        .forEach(content -> assertThat(content.has("schema")).isTrue());
            });
            for (String status : List.of("400", "401", "403", "429", "500", "503")) {
                assertThat(operation.path("responses").has(status))
                        .as(route + " " + status)
                        .isTrue();
            }
            if (operation.has("requestBody")) {
                operation
                        .at("/requestBody/content")
                        .forEach(content -> assertThat(content.path("schema")).isNotEmpty());
            }
        });
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void everyReferenceInItResolves() {
        List<String> references = new ArrayList<>();
        collect(document.json(), references);

        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.json().at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    private static void collect(JsonNode node, List<String> references) {
        if (node.path("$ref").isTextual()) {
            references.add(node.path("$ref").asText());
        }
        node.forEach(child -> collect(child, references));
    }

    private static Set<String> routes() {
        JavaClasses classes = new ClassFileImporter().importPackages("dev.millrace.gateway");
        Set<String> routes = new TreeSet<>();
        classes.stream()
                .filter(each -> each.isAnnotatedWith(Path.class))
                .forEach(each -> each.getMethods()
                        .forEach(method -> verbs(method).forEach(verb -> routes.add(verb + " " + path(method)))));
        return routes;
    }

    private static String path(JavaMethod method) {
        String below = method.isAnnotatedWith(Path.class)
                ? "/" + method.getAnnotationOfType(Path.class).value()
                : "";
        String whole = method.getOwner().getAnnotationOfType(Path.class).value() + below;
        return whole.replaceAll("\\{(\\w+):[^}]*}", "{$1}");
    }

    private static Stream<String> verbs(JavaMethod method) {
        return method.getAnnotations().stream()
                .map(annotation -> annotation.getRawType())
                .filter(type -> type.isAnnotatedWith(HttpMethod.class))
                .map(type -> type.getAnnotationOfType(HttpMethod.class).value());
    }
}
