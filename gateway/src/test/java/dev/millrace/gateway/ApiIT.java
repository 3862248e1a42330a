package dev.millrace.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.DatasetFailed;
import dev.millrace.contracts.event.DocumentSubmitted;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.contracts.event.TrainingCommand;
import dev.millrace.messaging.ReceivedRecord;
import dev.millrace.testkit.Await;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/** Millrace's own API on real Kafka and a real store; every answer is held against the published document. */
class ApiIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ApiDocumentText DOCUMENT = ApiDocumentText.ofTheGateway();

    private static JsonNode call(int status, String route, String path, String body) {
        String method = route.substring(0, route.indexOf(' '));
        HttpResponse<String> answer = OpenLine.gateway().json(method, path, GatewayProcess.ADMIN, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        DOCUMENT.requireDocumented(route, answer);
        return ApiDocumentText.read(answer.body());
    }

    private static JsonNode get(String route, String path) {
        return call(200, "GET " + route, path, "");
    }

    private static void collection(String name) {
        call(200, "PUT /api/v1/collections/{name}", "/api/v1/collections/" + name, "{}");
    }

    private static List<String> texts(JsonNode list, String field) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.path(field).asText()));
        return texts;
    }

    @Test
    void aRecipeIsReadAsItWasPutWithAllDefaultsFilledIn() {
        JsonNode put = call(
                200,
                "PUT /api/v1/collections/{name}",
                "/api/v1/collections/api-recipe",
                "{\"description\": \"mill\", \"cleaning\": {\"minWords\": 3}}");

        assertThat(put.at("/recipe/cleaning/minWords").asInt()).isEqualTo(3);
        assertThat(put.at("/recipe/cleaning/minLetterShare").isNumber()).isTrue();
        assertThat(get("/api/v1/collections/{name}", "/api/v1/collections/api-recipe"))
                .isEqualTo(put);
        assertThat(texts(get("/api/v1/collections", "/api/v1/collections").path("items"), "name"))
                .contains("api-recipe");
    }

    @Test
    void anUnknownFieldOfARecipeIsRefusedByItsNameAndTheRecipeStays() {
        collection("api-unknown");
        JsonNode before = get("/api/v1/collections/{name}", "/api/v1/collections/api-unknown");

        JsonNode problem = call(
                422,
                "PUT /api/v1/collections/{name}",
                "/api/v1/collections/api-unknown",
                "{\"cleaning\": {\"minWrods\": 3}}");

        assertThat(problem.path("code").asText()).isEqualTo("RECIPE_INVALID");
        assertThat(problem.path("detail").asText()).contains("cleaning.minWrods");
        assertThat(get("/api/v1/collections/{name}", "/api/v1/collections/api-unknown"))
                .isEqualTo(before);
    }

    @Test
    void anUploadLiesOnTheIngestTopicWhenItIsAccepted() {
        collection("api-upload");

        HttpResponse<String> answer = new Upload("api-upload")
                .field("documentId", "leave/2026 é.md")
                .field("time", "2026-03-01T10:30:00+01:00")
                .field("source", "urn:example:intranet")
                .field("provenance", "{\"owner\": \"people\", \"tags\": [\"leave\"]}")
                .send("leave.md", "text/markdown", "Leave is long.");

        DOCUMENT.requireDocumented("POST /api/v1/documents", answer);
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("location"))
                .get()
                .asString()
                .endsWith("/api/v1/documents/api-upload/leave%2F2026%20%C3%A9.md");
        ReceivedRecord record = submitted(answer);
        assertThat(text(record, "ce_type")).isEqualTo("dev.millrace.document.submitted.v1");
        assertThat(text(record, "ce_source")).isEqualTo("urn:example:intranet");
        assertThat(text(record, "ce_time")).isEqualTo("2026-03-01T09:30:00Z");
        DocumentSubmitted data = Json.read(record.value(), DocumentSubmitted.class);
        assertThat(data.documentId()).isEqualTo("leave/2026 é.md");
        assertThat(data.fileName()).isEqualTo("leave.md");
        assertThat(Base64.getDecoder().decode(data.content().inline()))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("Leave is long.");
        assertThat(data.provenance().tags()).containsExactly("leave");
    }

    @Test
    void aLargeUploadTravelsThroughTheStore() {
        collection("api-large");
        String content = "water ".repeat(200_000);

        HttpResponse<String> answer = new Upload("api-large").send("large.txt", "text/plain", content);

        var ref = Json.read(submitted(answer).value(), DocumentSubmitted.class)
                .content()
                .ref();
        try (var store = OpenLine.store()) {
            assertThat(new String(store.get(ref.key()), StandardCharsets.UTF_8)).isEqualTo(content);
        }
    }

    /** Only owners speak for others: a producer's documents come from its key. */
    @Test
    void aProducersUploadComesFromItsKey() {
        collection("api-producer");

        HttpResponse<String> answer = new Upload("api-producer")
                .as(OpenLine.key("producer", "api-producer"))
                .field("source", "urn:example:somebody-else")
                .send("a.txt", "text/plain", "water");

        assertThat(text(submitted(answer), "ce_source")).startsWith("urn:millrace:key:");
    }

    private static ReceivedRecord submitted(HttpResponse<String> answer) {
        String id = ApiDocumentText.read(answer.body()).path("submissionId").asText();
        return OpenLine.records(Topic.DOCUMENTS_SUBMITTED).stream()
                .filter(record -> text(record, "ce_id").equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("not on the topic: " + answer.body()));
    }

    private static String text(ReceivedRecord record, String header) {
        byte[] value = record.headers().get(header);
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }

    static Stream<Arguments> uploads() {
        return Stream.of(
                argumentSet("no file", new Upload("api-bad"), null, 400, "REQUEST_INVALID", "file"),
                argumentSet("no collection", new Upload(null), "x", 400, "REQUEST_INVALID", "collection"),
                argumentSet("an unknown collection", new Upload("nowhere"), "x", 404, "COLLECTION_UNKNOWN", null),
                argumentSet("a path for a collection", new Upload("../api-bad"), "x", 404, "COLLECTION_UNKNOWN", null),
                bad("an id of nothing", "documentId", "", "ATTRIBUTE_INVALID"),
                bad("an endless id", "documentId", "x".repeat(600), "ATTRIBUTE_INVALID"),
                bad("an id with a NUL", "documentId", "a\u0000b", "ATTRIBUTE_INVALID"),
                bad("a time that is none", "time", "yesterday", "ATTRIBUTE_INVALID"),
                bad("a time without a zone", "time", "2026-03-01T09:30:00", "ATTRIBUTE_INVALID"),
                bad("a time out of range", "time", "+12026-03-01T09:30:00Z", "ATTRIBUTE_INVALID"),
                bad("an endless source", "source", "x".repeat(2000), "ATTRIBUTE_INVALID"),
                bad("a source over two lines", "source", "urn:a\r\nx: y", "ATTRIBUTE_INVALID"),
                bad("an endless file name", "fileName", "x".repeat(2000), "ATTRIBUTE_INVALID"),
                argumentSet(
                        "an unknown field of provenance",
                        new Upload("api-bad").field("provenance", "{\"onwer\": \"x\"}"),
                        "x",
                        400,
                        "REQUEST_INVALID",
                        "onwer"),
                argumentSet(
                        "provenance that is no JSON",
                        new Upload("api-bad").field("provenance", "owner"),
                        "x",
                        400,
                        "REQUEST_INVALID",
                        null),
                argumentSet(
                        "an endless field",
                        new Upload("api-bad").field("provenance", "x".repeat(100_000)),
                        "x",
                        413,
                        "REQUEST_TOO_LARGE",
                        null));
    }

    private static Arguments bad(String name, String field, String value, String code) {
        return argumentSet(name, new Upload("api-bad").field(field, value), "x", 400, code, field);
    }

    @ParameterizedTest
    @MethodSource("uploads")
    void anUploadThatIsWrongIsRefusedAndTheNextGoodOneServed(
            Upload upload, String content, int status, String code, String param) {
        collection("api-bad");

        HttpResponse<String> answer = upload.send("a.txt", "text/plain", content);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        DOCUMENT.requireDocumented("POST /api/v1/documents", answer);
        JsonNode problem = ApiDocumentText.read(answer.body());
        assertThat(problem.path("code").asText()).isEqualTo(code);
        if (param != null) {
            assertThat(problem.path("param").asText()).isEqualTo(param);
        }
        assertThat(new Upload("api-bad").send("a.txt", "text/plain", "x").statusCode())
                .isEqualTo(202);
    }

    /** Said before any of it is read, so that it need not be sent. */
    @Test
    void aBodyOverTheLimitIsRefusedByItsLengthAndTheNextGoodOneServed() throws IOException {
        long limit = (long) GatewayProcess.LARGEST_BODY << 20;
        for (String path : List.of("/api/v1/documents", "/v1/chat/completions")) {
            try (Socket socket = new Socket("127.0.0.1", OpenLine.gateway().port)) {
                socket.setSoTimeout(30_000);
                socket.getOutputStream()
                        .write(("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + (limit + 1) + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

                assertThat(answer).startsWith("HTTP/1.1 413").containsIgnoringCase("x-request-id: req-");
                assertThat(answer)
                        .contains(
                                path.startsWith("/v1")
                                        ? "\"code\":\"request_too_large\""
                                        : "\"limit\":" + limit + ",\"actual\":" + (limit + 1));
            }
        }
        collection("api-bad");
        assertThat(new Upload("api-bad").send("a.txt", "text/plain", "x").statusCode())
                .isEqualTo(202);
    }

    @Test
    void anUploadThatIsNoFormIsRefused() {
        HttpResponse<String> answer =
                OpenLine.gateway().json("POST", "/api/v1/documents", GatewayProcess.ADMIN, "{\"collection\": \"x\"}");

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.body()).contains("REQUEST_INVALID");
    }

    @Test
    void documentsAreListedAPageAtATimeAndByOutcome() {
        collection("api-list");
        Facts facts = new Facts("api-list");
        for (int i = 0; i < 5; i++) {
            OpenLine.publish(facts.ingested("kept-" + i), facts.kept("kept-" + i, 1));
        }
        OpenLine.publish(facts.ingested("short"), facts.dropped("short", 1), facts.rejected("empty"));
        OpenLine.publish(facts.ingested("waiting"), facts.ingested("gone"), facts.withdrawn("gone", 1));
        awaitOutcome("api-list", "gone", "withdrawn");
        awaitOutcome("api-list", "short", "dropped");
        awaitOutcome("api-list", "empty", "rejected");
        awaitOutcome("api-list", "kept-4", "kept");

        List<String> all = new ArrayList<>();
        String after = "";
        int pages = 0;
        while (after != null) {
            JsonNode page = get("/api/v1/documents", "/api/v1/documents?collection=api-list&limit=3&after=" + after);
            all.addAll(texts(page.path("items"), "documentId"));
            after = page.path("next").asText(null);
            pages++;
        }

        assertThat(all)
                .containsExactly("empty", "gone", "kept-0", "kept-1", "kept-2", "kept-3", "kept-4", "short", "waiting");
        assertThat(pages).isEqualTo(4);
        JsonNode dropped = get("/api/v1/documents", "/api/v1/documents?collection=api-list&outcome=dropped");
        assertThat(dropped.path("items")).hasSize(1);
        assertThat(dropped.at("/items/0/code").asText()).isEqualTo("TOO_SHORT");
        assertThat(dropped.at("/items/0/operator").asText()).isEqualTo("length/1");
        assertThat(dropped.at("/items/0/score").asDouble()).isEqualTo(12);
        assertThat(dropped.at("/items/0/threshold").asDouble()).isEqualTo(20);
        assertThat(get("/api/v1/collections/{name}", "/api/v1/collections/api-list")
                        .path("documents"))
                .isEqualTo(ApiDocumentText.read(
                        "{\"dropped\": 1, \"kept\": 5, \"pending\": 1, \"rejected\": 1, \"withdrawn\": 1}"));
        JsonNode problem = call(400, "GET /api/v1/documents", "/api/v1/documents?collection=api-list&outcome=lost", "");
        assertThat(problem.path("param").asText()).isEqualTo("outcome");
    }

    private static void awaitOutcome(String collection, String id, String outcome) {
        Await.until(
                id + " is " + outcome,
                PATIENCE,
                () -> OpenLine.gateway()
                        .get("/api/v1/documents/" + collection + "/" + id, GatewayProcess.ADMIN)
                        .body()
                        .contains("\"outcome\":\"" + outcome + "\""));
    }

    @Test
    void aDocumentTellsItsWholeHistoryAndTheDatasetsItIsIn() {
        collection("api-history");
        Facts facts = new Facts("api-history");
        OpenLine.publish(facts.ingested("leave"), facts.dropped("leave", 1), facts.kept("leave", 2));
        OpenLine.publish(facts.formatted("leave", 2), facts.ready("ds-history", "leave"));
        String path = "/api/v1/documents/api-history/leave";
        Await.until("it is in the dataset", PATIENCE, () -> {
            HttpResponse<String> answer = OpenLine.gateway().get(path, GatewayProcess.ADMIN);
            return answer.statusCode() == 200
                    && ApiDocumentText.read(answer.body()).path("datasets").size() == 1
                    && ApiDocumentText.read(answer.body()).path("history").size() == 4;
        });

        JsonNode whole = get("/api/v1/documents/{collection}/{id}", path);

        assertThat(texts(whole.path("history"), "type"))
                .containsExactlyInAnyOrder(
                        "dev.millrace.document.ingested.v1",
                        "dev.millrace.document.decided.v1",
                        "dev.millrace.document.decided.v1",
                        "dev.millrace.document.formatted.v1");
        assertThat(whole.at("/history").findValues("rejectedRows"))
                .singleElement()
                .satisfies(rejected -> {
                    assertThat(rejected.at("/first/0/line").asInt()).isEqualTo(7);
                    assertThat(rejected.at("/first/0/code").asText()).isEqualTo("ROW_SHAPE_UNKNOWN");
                });
        whole.path("history")
                .forEach(entry -> assertThat(
                                entry.at("/event/document/documentId").asText())
                        .isEqualTo("leave"));
        assertThat(whole.at("/document/outcome").asText()).isEqualTo("kept");
        assertThat(whole.at("/document/masked/email").asInt()).isEqualTo(2);
        JsonNode dataset = get(
                "/api/v1/datasets/{version}",
                "/api/v1/datasets/" + whole.at("/datasets/0").asText());
        assertThat(dataset.path("collection").asText()).isEqualTo("api-history");
    }

    @Test
    void aWithdrawalLiesOnTheIngestTopicWhenItIsAccepted() {
        collection("api-withdrawal");

        JsonNode accepted = call(
                202,
                "DELETE /api/v1/documents/{collection}/{id}",
                "/api/v1/documents/api-withdrawal/some/leave.md?time=2026-03-01T09:30:00Z",
                "");

        ReceivedRecord record = OpenLine.records(Topic.DOCUMENTS_SUBMITTED).stream()
                .filter(each ->
                        text(each, "ce_id").equals(accepted.path("submissionId").asText()))
                .findFirst()
                .orElseThrow();
        assertThat(record.value()).isNull();
        assertThat(text(record, "ce_type")).isEqualTo("dev.millrace.document.withdrawn.v1");
        assertThat(text(record, "ce_collection")).isEqualTo("api-withdrawal");
        assertThat(text(record, "ce_subject")).isEqualTo("some/leave.md");
        assertThat(text(record, "ce_time")).isEqualTo("2026-03-01T09:30:00Z");
        call(400, "DELETE /api/v1/documents/{collection}/{id}", "/api/v1/documents/api-withdrawal/x?time=never", "");
        call(404, "DELETE /api/v1/documents/{collection}/{id}", "/api/v1/documents/nowhere/x", "");
    }

    @Test
    void aDatasetIsRequestedAndItsRequestTellsWhatCameOfIt() {
        collection("api-dataset");
        String route = "POST /api/v1/collections/{name}/datasets";
        JsonNode first = call(202, route, "/api/v1/collections/api-dataset/datasets", "");
        JsonNode second = call(202, route, "/api/v1/collections/api-dataset/datasets", "{\"drain\": false}");
        assertThat(first.path("drain").asBoolean()).isTrue();
        assertThat(second.path("drain").asBoolean()).isFalse();
        assertThat(state(first)).isEqualTo("pending");

        OpenLine.publish(new Facts("api-dataset").ready(first.path("request").asText(), "leave"));
        OpenLine.publish(OutgoingEvent.to(
                Topic.DATASETS_FAILED,
                new DatasetFailed(
                        second.path("request").asText(),
                        "api-dataset",
                        ErrorCode.DATASET_EMPTY,
                        "no example",
                        Facts.AT)));

        Await.until("ready", PATIENCE, () -> state(first).equals("ready"));
        Await.until("failed", PATIENCE, () -> state(second).equals("failed"));
        JsonNode listed = get("/api/v1/datasets", "/api/v1/datasets?collection=api-dataset");
        assertThat(texts(listed.path("items"), "request"))
                .containsExactly(first.path("request").asText());
        call(404, "GET /api/v1/dataset-requests/{request}", "/api/v1/dataset-requests/none", "");
        call(404, "GET /api/v1/datasets/{version}", "/api/v1/datasets/none", "");
        call(400, route, "/api/v1/collections/api-dataset/datasets", "{\"darin\": true}");
    }

    private static String state(JsonNode request) {
        return get(
                        "/api/v1/dataset-requests/{request}",
                        "/api/v1/dataset-requests/" + request.path("request").asText())
                .path("state")
                .asText();
    }

    @Test
    void aRunIsStartedAndCommandedByEvents() {
        collection("api-run");
        OpenLine.publish(new Facts("api-run").ready("ds-run", "leave"));
        String version = Hashes.sha256("api-run").substring(0, 16);
        Await.until(
                "the dataset is known",
                PATIENCE,
                () -> OpenLine.gateway()
                                .get("/api/v1/datasets/" + version, GatewayProcess.ADMIN)
                                .statusCode()
                        == 200);

        String started = call(
                        202,
                        "POST /api/v1/runs",
                        "/api/v1/runs",
                        "{\"dataset\": \"" + version + "\", \"recipe\": {\"steps\": 7}}")
                .path("run")
                .asText();
        JsonNode requested = get("/api/v1/runs/{run}", "/api/v1/runs/" + started);
        assertThat(requested.path("state").asText()).isEqualTo("requested");
        assertThat(requested.at("/dataset/version").asText()).isEqualTo(version);
        assertThat(requested.at("/recipe/steps").asInt()).isEqualTo(7);
        assertThat(texts(get("/api/v1/runs", "/api/v1/runs").path("items"), "run"))
                .contains(started);
        for (String action : List.of("pause", "resume", "cancel")) {
            call(202, "POST /api/v1/runs/{run}/{action}", "/api/v1/runs/run-mine/" + action, "");
        }
        call(202, "POST /api/v1/runs/{run}/revert", "/api/v1/runs/" + started + "/revert?step=2", "");
        call(409, "POST /api/v1/runs/{run}/revert", "/api/v1/runs/run-mine/revert?step=2", "");
        call(400, "POST /api/v1/runs/{run}/revert", "/api/v1/runs/" + started + "/revert", "");
        call(404, "POST /api/v1/runs/{run}/revert", "/api/v1/runs/none/revert?step=2", "");

        TrainingCommand start = commands(started).getFirst();
        assertThat(start.action()).isEqualTo(TrainingCommand.Action.START);
        assertThat(start.collection()).isEqualTo("api-run");
        assertThat(start.datasetVersion()).isEqualTo(version);
        assertThat(start.recipe().steps()).isEqualTo(7);
        assertThat(commands("run-mine").stream().map(TrainingCommand::action))
                .contains(TrainingCommand.Action.PAUSE, TrainingCommand.Action.RESUME, TrainingCommand.Action.CANCEL);
        assertThat(commands(started))
                .filteredOn(command -> command.action() == TrainingCommand.Action.REVERT)
                .singleElement()
                .extracting(TrainingCommand::step)
                .isEqualTo(2);
        call(404, "POST /api/v1/runs/{run}/{action}", "/api/v1/runs/none/cancel", "");
        call(404, "POST /api/v1/runs", "/api/v1/runs", "{\"dataset\": \"none\"}");
        call(400, "POST /api/v1/runs", "/api/v1/runs", "{\"dataset\": \"" + version + "\", \"steps\": 7}");
        call(
                400,
                "POST /api/v1/runs",
                "/api/v1/runs",
                "{\"dataset\": \"" + version + "\", \"recipe\": {\"steps\": -7}}");
        call(
                400,
                "POST /api/v1/runs",
                "/api/v1/runs",
                "{\"dataset\": \"" + version + "\", \"recipe\": {\"learningRate\": \"NaN\"}}");
    }

    private static List<TrainingCommand> commands(String run) {
        return OpenLine.records(Topic.TRAINING_COMMANDS).stream()
                .map(record -> (TrainingCommand) record.event().data())
                .filter(command -> command.run().equals(run))
                .toList();
    }

    @Test
    void aRunShowsItsStateMetricsAndCheckpoints() {
        Facts facts = new Facts("mine");
        for (int step = 1; step <= 3; step++) {
            OpenLine.publish(facts.metrics("run-mine", step, Map.of("loss", 5.0 - step)));
        }
        Await.until(
                "the metrics are known",
                PATIENCE,
                () -> get("/api/v1/runs/{run}/metrics", "/api/v1/runs/run-mine/metrics")
                                .path("items")
                                .size()
                        >= 3);

        JsonNode run = get("/api/v1/runs/{run}", "/api/v1/runs/run-mine");

        assertThat(run.path("run").asText()).isEqualTo("run-mine");
        assertThat(run.path("state").asText()).isEqualTo("finished");
        assertThat(run.at("/metrics/values/loss").asDouble()).isEqualTo(2.0);
        JsonNode later = get("/api/v1/runs/{run}/metrics", "/api/v1/runs/run-mine/metrics?from=3");
        assertThat(texts(later.path("items"), "step")).containsExactly("3");
        get("/api/v1/runs/{run}/checkpoints", "/api/v1/runs/run-mine/checkpoints");
        assertThat(texts(get("/api/v1/runs", "/api/v1/runs").path("items"), "run"))
                .contains("run-mine");
        call(404, "GET /api/v1/runs/{run}", "/api/v1/runs/none", "");
        call(400, "GET /api/v1/runs/{run}/metrics", "/api/v1/runs/run-mine/metrics?from=-1", "");
    }

    @Test
    void evaluationsModelsAndKeysAreListedAndFound() {
        OpenLine.publish(new Facts("mine").evaluated("evaluation-api", "mine-tuned"));
        Await.until(
                "the evaluation is known",
                PATIENCE,
                () -> OpenLine.gateway()
                                .get("/api/v1/evaluations/evaluation-api", GatewayProcess.ADMIN)
                                .statusCode()
                        == 200);

        assertThat(get("/api/v1/evaluations/{id}", "/api/v1/evaluations/evaluation-api")
                        .at("/gate/passed")
                        .asBoolean())
                .isTrue();
        assertThat(texts(get("/api/v1/evaluations", "/api/v1/evaluations").path("items"), "evaluation"))
                .contains("evaluation-api");
        assertThat(get("/api/v1/models/{id}", "/api/v1/models/mine")
                        .path("modelId")
                        .asText())
                .isEqualTo("mine-tuned");
        assertThat(texts(get("/api/v1/models", "/api/v1/models").path("items"), "modelId"))
                .contains("mine-tuned", "mine-base");
        get("/v1/models", "/v1/models");
        get("/v1/models/{id}", "/v1/models/mine");
        JsonNode key = call(201, "POST /api/v1/keys", "/api/v1/keys", "{\"name\": \"x\", \"roles\": [\"user\"]}");
        String id = key.path("keyId").asText();
        assertThat(texts(get("/api/v1/keys", "/api/v1/keys").path("items"), "keyId"))
                .contains(id);
        assertThat(call(200, "DELETE /api/v1/keys/{id}", "/api/v1/keys/" + id, "")
                        .path("revoked")
                        .asBoolean())
                .isTrue();
        call(404, "DELETE /api/v1/keys/{id}", "/api/v1/keys/none", "");
        call(404, "GET /api/v1/evaluations/{id}", "/api/v1/evaluations/none", "");
        call(404, "GET /api/v1/models/{id}", "/api/v1/models/none", "");
        call(404, "GET /v1/models/{id}", "/v1/models/none", "");
        assertThat(texts(
                        get("/api/v1/models/{id}/manifest", "/api/v1/models/mine/manifest")
                                .path("parts"),
                        "name"))
                .contains("config.json");
        call(404, "GET /api/v1/models/{id}/manifest", "/api/v1/models/none/manifest", "");
        call(404, "GET /api/v1/models/{id}/files/{name}", "/api/v1/models/mine/files/none.json", "");
    }

    @Test
    void aChatAnswerIsAsDocumented() {
        String question =
                "{\"model\": \"%s\", \"max_tokens\": 2, \"messages\": [{\"role\": \"user\", \"content\": \"x\"}]}";

        call(200, "POST /v1/chat/completions", "/v1/chat/completions", question.formatted("mine"));
        call(404, "POST /v1/chat/completions", "/v1/chat/completions", question.formatted("none"));
        call(400, "POST /v1/chat/completions", "/v1/chat/completions", "{}");
    }
}
