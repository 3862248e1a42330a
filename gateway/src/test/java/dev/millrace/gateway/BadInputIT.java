package dev.millrace.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/** I18 for what the public door may be sent: request envelopes and wishes of inference. Never a 500, always a code. */
class BadInputIT {
    private static final String CHAT = "/v1/chat/completions";
    private static final String HELLO = "\"messages\": [{\"role\": \"user\", \"content\": \"hello\"}]";

    static Stream<Arguments> bodies() {
        return Stream.of(
                argumentSet("nothing", CHAT, "", 400, "invalid_value"),
                argumentSet("no JSON", CHAT, "hello", 400, "invalid_value"),
                argumentSet("half JSON", CHAT, "{\"model\": \"mine\", ", 400, "invalid_value"),
                argumentSet("two values", CHAT, "{} {}", 400, "invalid_value"),
                argumentSet("an array", CHAT, "[]", 400, "invalid_value"),
                argumentSet("deep nesting", CHAT, "[".repeat(100_000), 400, "invalid_value"),
                argumentSet(
                        "the same key twice",
                        CHAT,
                        "{\"model\": \"mine\", \"model\": \"theirs\", " + HELLO + "}",
                        400,
                        "invalid_value"),
                argumentSet("a wrong type", CHAT, "{\"model\": 5, " + HELLO + "}", 400, "invalid_value"),
                argumentSet("no messages", CHAT, "{\"model\": \"mine\"}", 400, "invalid_value"),
                argumentSet(
                        "an absurd temperature",
                        CHAT,
                        "{\"model\": \"mine\", \"temperature\": 1e308, " + HELLO + "}",
                        400,
                        "invalid_value"),
                argumentSet(
                        "an absurd number of tokens",
                        CHAT,
                        "{\"model\": \"mine\", \"max_tokens\": 2147483647, " + HELLO + "}",
                        400,
                        "context_length_exceeded"),
                argumentSet(
                        "a number of a million digits",
                        CHAT,
                        "{\"model\": \"mine\", \"seed\": " + "9".repeat(1_000_000) + ", " + HELLO + "}",
                        400,
                        "invalid_value"),
                argumentSet(
                        "a path for a model",
                        CHAT,
                        "{\"model\": \"../../etc/passwd\", " + HELLO + "}",
                        404,
                        "model_not_found"),
                argumentSet(
                        "a huge prompt",
                        CHAT,
                        "{\"model\": \"mine\", \"messages\": [{\"role\": \"user\", \"content\": \""
                                + "a ".repeat(500_000) + "\"}]}",
                        400,
                        "context_length_exceeded"),
                argumentSet("a body over the limit", CHAT, " ".repeat(5 << 20), 413, "request_too_large"),
                argumentSet("keys without JSON", "/api/v1/keys", "hello", 400, "REQUEST_INVALID"),
                argumentSet(
                        "a key of an unknown role",
                        "/api/v1/keys",
                        "{\"name\": \"x\", \"roles\": [\"king\"]}",
                        400,
                        "REQUEST_INVALID"),
                argumentSet(
                        "a key of no role",
                        "/api/v1/keys",
                        "{\"name\": \"x\", \"roles\": [null]}",
                        400,
                        "REQUEST_INVALID"),
                argumentSet(
                        "a key of no collection",
                        "/api/v1/keys",
                        "{\"name\": \"x\", \"roles\": [\"user\"], \"collections\": [null]}",
                        400,
                        "REQUEST_INVALID"),
                argumentSet(
                        "a key with an endless name",
                        "/api/v1/keys",
                        "{\"name\": \"" + "x".repeat(1000) + "\", \"roles\": [\"user\"]}",
                        400,
                        "REQUEST_INVALID"),
                argumentSet(
                        "a field with an endless name",
                        "/api/v1/keys",
                        "{\"" + "x".repeat(40_000) + "\": 1}",
                        400,
                        "REQUEST_INVALID"),
                argumentSet("a key with an unknown field", "/api/v1/keys", "{\"nmae\": \"x\"}", 400, "REQUEST_INVALID"),
                argumentSet("a run of nothing", "/api/v1/runs", "", 400, "REQUEST_INVALID"),
                argumentSet(
                        "a run of an unknown dataset", "/api/v1/runs", "{\"dataset\": \"x\"}", 404, "DATASET_UNKNOWN"),
                argumentSet(
                        "a dataset of an unknown collection",
                        "/api/v1/collections/none/datasets",
                        "",
                        404,
                        "COLLECTION_UNKNOWN"));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void aBodyThatIsWrongIsRefusedWithItsCode(String path, String body, int status, String code) {
        refused(OpenLine.gateway().json("POST", path, GatewayProcess.ADMIN, body), status, code);
    }

    static Stream<Arguments> recipes() {
        return Stream.of(
                argumentSet("an unknown field", "some", "{\"clening\": {}}", 422, "RECIPE_INVALID"),
                argumentSet(
                        "a value out of range",
                        "some",
                        "{\"cleaning\": {\"minLetterShare\": 7}}",
                        422,
                        "RECIPE_INVALID"),
                argumentSet("a wrong type", "some", "{\"cleaning\": 7}", 422, "RECIPE_INVALID"),
                argumentSet("no JSON", "some", "hello", 422, "RECIPE_INVALID"),
                argumentSet("a name with capitals", "Some", "{}", 400, "COLLECTION_NAME_INVALID"),
                argumentSet("a name that climbs", "..%2f..%2fetc", "{}", 400, "COLLECTION_NAME_INVALID"));
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void aRecipeThatIsWrongIsRefusedWithItsCode(String name, String recipe, int status, String code) {
        refused(
                OpenLine.gateway().json("PUT", "/api/v1/collections/" + name, GatewayProcess.ADMIN, recipe),
                status,
                code);
    }

    static Stream<Arguments> paths() {
        return Stream.of(
                argumentSet("no such route", "/api/v1/nowhere", 404, "NOT_FOUND"),
                argumentSet("no such route of theirs", "/v1/nowhere", 404, "not_found"),
                argumentSet("no such document", "/api/v1/documents/mine/..%2f..%2fsecrets", 404, "NOT_FOUND"),
                argumentSet("an id with a NUL", "/api/v1/documents/mine/%00", 400, "ATTRIBUTE_INVALID"),
                argumentSet("an id too long", "/api/v1/documents/mine/" + "x".repeat(600), 400, "ATTRIBUTE_INVALID"),
                argumentSet(
                        "a limit that is none", "/api/v1/documents?collection=mine&limit=all", 400, "REQUEST_INVALID"),
                argumentSet(
                        "a limit too high", "/api/v1/documents?collection=mine&limit=1000000", 400, "REQUEST_INVALID"),
                argumentSet("no collection", "/api/v1/documents", 400, "REQUEST_INVALID"),
                argumentSet("an unknown run", "/api/v1/runs/none/metrics?from=0", 404, "RUN_UNKNOWN"),
                argumentSet("a topic that is not public", "/api/v1/events?topic=access.keys", 400, "REQUEST_INVALID"),
                argumentSet("a position that is none", "/api/v1/events?from=hello", 400, "REQUEST_INVALID"),
                argumentSet("a method that is not taken", "/v1/chat/completions", 405, "invalid_value"));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void aPathThatIsWrongIsRefusedWithItsCode(String path, int status, String code) {
        refused(OpenLine.gateway().get(path, GatewayProcess.ADMIN), status, code);
    }

    @Test
    void aProblemNamesStageParameterLimitAndWhatCame() {
        String body = OpenLine.gateway()
                .get("/api/v1/documents?collection=mine&limit=5000", GatewayProcess.ADMIN)
                .body();

        assertThat(body)
                .contains("\"stage\":\"gateway\"")
                .contains("\"param\":\"limit\"")
                .contains("\"limit\":1000")
                .contains("\"actual\":5000")
                .contains("\"requestId\":\"req-");
    }

    static Stream<Arguments> forms() {
        String part = "--x\r\nContent-Disposition: form-data; name=\"collection\"\r\n\r\nmine\r\n";
        String file = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n";
        return Stream.of(
                argumentSet("a form of nothing", "multipart/form-data; boundary=x", ""),
                argumentSet("a form without a part", "multipart/form-data; boundary=x", "--x--\r\n"),
                argumentSet("a form without an end", "multipart/form-data; boundary=x", part + file + "\r\nabc"),
                argumentSet("a form without a boundary", "multipart/form-data", part + "--x--\r\n"),
                argumentSet("a form with another boundary", "multipart/form-data; boundary=y", part + "--x--\r\n"),
                argumentSet(
                        "a part with an endless header",
                        "multipart/form-data; boundary=x",
                        part + "--x\r\nX: " + "y".repeat(100_000) + "\r\n\r\nabc\r\n--x--\r\n"),
                argumentSet(
                        "a part of an unknown encoding",
                        "multipart/form-data; boundary=x",
                        part + file + "Content-Transfer-Encoding: rot13\r\n\r\nabc\r\n--x--\r\n"));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aFormThatIsBrokenIsRefusedOrReadButNeverAMistakeOfOurs(String type, String body) {
        HttpResponse<String> answer = OpenLine.gateway()
                .send(OpenLine.gateway()
                        .request("/api/v1/documents")
                        .header("Authorization", "Bearer " + GatewayProcess.ADMIN)
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body)));

        assertThat(answer.statusCode()).as(answer.body()).isIn(202, 400, 413);
        assertThat(answer.body()).contains(answer.statusCode() == 202 ? "submissionId" : "\"code\":\"REQUEST_");
    }

    /** What is packed stays packed: a thousand bytes may be a thousand megabytes. */
    @Test
    void aPackedBodyIsNotUnpacked() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(new byte[8 << 20]);
        }
        HttpResponse<String> answer = OpenLine.gateway()
                .send(OpenLine.gateway()
                        .request(CHAT)
                        .header("Authorization", "Bearer " + GatewayProcess.ADMIN)
                        .header("Content-Type", "application/json")
                        .header("Content-Encoding", "gzip")
                        .POST(BodyPublishers.ofByteArray(packed.toByteArray())));

        refused(answer, 400, "invalid_value");
    }

    @Test
    void lyingLengthsAreNotBelieved() throws IOException {
        String head = "POST /v1/chat/completions HTTP/1.1\r\n"
                + "Host: x\r\n"
                + "Content-Type: application/json\r\n"
                + "Authorization: Bearer "
                + GatewayProcess.ADMIN + "\r\nConnection: close\r\n";

        assertThat(raw(head + "Content-Length: -5\r\n\r\n{}")).startsWith("HTTP/1.1 400");
        assertThat(raw(head + "Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}"))
                .startsWith("HTTP/1.1 400");
        assertThat(raw(head + "Content-Length: 99999999999\r\n\r\n{}")).startsWith("HTTP/1.1 413");
        assertThat(raw(head + "Content-Length: 1\r\n\r\n{}")).startsWith("HTTP/1.1 400");
    }

    /** Odd text is text: it is answered, not crashed on. */
    @Test
    void oddCharactersInAPromptAreAnswered() {
        for (String odd : new String[] {"\\u0000", "\\ud800", "\\u202e", "\\u200b", "<|im_end|>", " "}) {
            HttpResponse<String> answer = OpenLine.gateway()
                    .json(
                            "POST",
                            CHAT,
                            GatewayProcess.ADMIN,
                            "{\"model\": \"mine\", \"max_tokens\": 2, \"messages\": [{\"role\": \"user\", \"content\":"
                                    + " \""
                                    + odd + "\"}]}");
            assertThat(answer.statusCode()).as(odd).isEqualTo(200);
        }
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", OpenLine.gateway().port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readNBytes(64), StandardCharsets.US_ASCII);
        }
    }

    private static void refused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains("\"code\":\"" + code + "\"").doesNotContain("Exception", "java.");
        assertThat(answer.headers().firstValue("x-request-id")).isPresent();
    }
}
