package dev.millrace.gateway;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Topic;
import dev.millrace.gateway.access.Allowed;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Who may do what, on every route and every port there is. */
class AccessIT {
    private record Route(String method, String path) {}

    private static List<Route> routes() {
        JavaClasses classes = new ClassFileImporter().importPackages("dev.millrace.gateway");
        List<Route> routes = new ArrayList<>();
        classes.stream()
                .filter(each -> each.isAnnotatedWith(Path.class))
                .forEach(each -> each.getMethods()
                        .forEach(method -> verb(method).forEach(verb -> {
                            String below = method.isAnnotatedWith(Path.class)
                                    ? "/"
                                            + method.getAnnotationOfType(Path.class)
                                                    .value()
                                    : "";
                            routes.add(new Route(
                                    verb,
                                    (each.getAnnotationOfType(Path.class).value() + below)
                                            .replaceAll("\\{action[^}]*}", "cancel")
                                            .replaceAll("\\{[^}]*}", "mine")));
                            assertThat(method.isAnnotatedWith(Allowed.class) || each.isAnnotatedWith(Allowed.class))
                                    .as(method.getFullName())
                                    .isTrue();
                        })));
        return routes;
    }

    private static Stream<String> verb(JavaMethod method) {
        return method.getAnnotations().stream()
                .map(annotation -> annotation.getRawType())
                .filter(type -> type.isAnnotatedWith(HttpMethod.class))
                .map(type -> type.getAnnotationOfType(HttpMethod.class).value());
    }

    @Test
    void noRouteAnswersWithoutAKey() {
        List<Route> routes = routes();
        assertThat(routes).hasSizeGreaterThan(20).contains(new Route("POST", "/v1/chat/completions"));

        for (Route route : routes) {
            HttpResponse<String> answer = OpenLine.gateway()
                    .send(OpenLine.gateway()
                            .request(route.path())
                            .header(
                                    "Content-Type",
                                    route.path().equals("/api/v1/documents")
                                            ? "multipart/form-data; boundary=x"
                                            : "application/json")
                            .method(
                                    route.method(),
                                    route.path().equals("/api/v1/documents")
                                            ? BodyPublishers.ofString("--x--\r\n")
                                            : BodyPublishers.noBody()));
            assertThat(answer.statusCode()).as(route + " " + answer.body()).isEqualTo(401);
            assertThat(answer.headers().firstValue("www-authenticate")).contains("Bearer");
        }
    }

    @Test
    void thePublicPortHasNeitherHealthNorMetricsNorAnythingElse() {
        for (String path : List.of(
                "/",
                "/q",
                "/q/health",
                "/q/health/ready",
                "/q/metrics",
                "/q/openapi",
                "/q/swagger-ui",
                "/index.html")) {
            assertThat(OpenLine.gateway()
                            .send(OpenLine.gateway().request(path).GET())
                            .statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
    }

    /** Everything the process listens on, as the kernel tells. */
    @Test
    void onlyTheTwoPortsAreBound() throws IOException {
        Set<String> sockets;
        try (Stream<java.nio.file.Path> files = Files.list(
                java.nio.file.Path.of("/proc", Long.toString(OpenLine.gateway().pid()), "fd"))) {
            sockets = files.map(AccessIT::target)
                    .filter(target -> target.startsWith("socket:["))
                    .map(target -> target.substring(8, target.length() - 1))
                    .collect(Collectors.toSet());
        }
        Set<Integer> listening = new TreeSet<>();
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(java.nio.file.Path.of(
                    "/proc", Long.toString(OpenLine.gateway().pid()), "net", table))) {
                String[] columns = line.strip().split("\\s+");
                if (columns.length > 9 && columns[3].equals("0A") && sockets.contains(columns[9])) {
                    listening.add(Integer.parseInt(columns[1].substring(columns[1].indexOf(':') + 1), 16));
                }
            }
        }
        assertThat(listening).containsExactlyInAnyOrder(OpenLine.gateway().port, OpenLine.gateway().management);
    }

    private static String target(java.nio.file.Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    /** Nothing tells what serves, and what a caller sends into a header does not come out in another one. */
    @Test
    void headersTellNothingAndAreNotToBeInjected() {
        GatewayProcess gateway = OpenLine.gateway();
        HttpResponse<String> answer = gateway.send(gateway.request("/v1/models")
                .header("Authorization", "Bearer " + GatewayProcess.ADMIN)
                .header("x-request-id", "my-id.1")
                .GET());
        assertThat(answer.headers().map().keySet())
                .containsExactlyInAnyOrder(
                        "cache-control", "content-length", "content-type", "x-content-type-options", "x-request-id");
        assertThat(answer.headers().allValues("x-request-id")).containsExactly("my-id.1");
        for (String id : List.of("a b", "a%0d%0ax: y", "<script>", "x".repeat(65), "é")) {
            assertThat(gateway.send(gateway.request("/v1/models")
                                    .header("x-request-id", id)
                                    .GET())
                            .headers()
                            .allValues("x-request-id"))
                    .singleElement()
                    .asString()
                    .startsWith("req-");
        }
    }

    /** What belongs to somebody else and what does not exist read the same, but for the name asked for. */
    @Test
    void anotherCollectionsThingsAreAsIfTheyWereNotThere() {
        String key = OpenLine.key("owner", "mine");
        assertThat(OpenLine.gateway().get("/v1/models", key).body())
                .contains("mine-tuned")
                .doesNotContain("theirs");

        for (String path : List.of(
                "/v1/models/%s-tuned",
                "/api/v1/models/%s-tuned",
                "/api/v1/models/%s-tuned/manifest",
                "/api/v1/models/%s-tuned/files/config.json",
                "/api/v1/collections/%s",
                "/api/v1/documents?collection=%s",
                "/api/v1/documents/%s/some.md",
                "/api/v1/runs/run-%s",
                "/api/v1/runs/run-%s/metrics",
                "/api/v1/runs/run-%s/checkpoints")) {
            HttpResponse<String> theirs = OpenLine.gateway().get(path.formatted("theirs"), key);
            HttpResponse<String> nobodys = OpenLine.gateway().get(path.formatted("nobody"), key);
            assertThat(theirs.statusCode()).as(path).isEqualTo(404);
            assertThat(anonymous(theirs)).as(path).isEqualTo(anonymous(nobodys).replace("nobody", "theirs"));
        }
        String question = "{\"model\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"hello\"}]}";
        HttpResponse<String> theirs =
                OpenLine.gateway().json("POST", "/v1/chat/completions", key, question.formatted("theirs"));
        assertThat(theirs.statusCode()).isEqualTo(404);
        assertThat(theirs.body())
                .isEqualTo(OpenLine.gateway()
                        .json("POST", "/v1/chat/completions", key, question.formatted("nobody"))
                        .body());
    }

    @Test
    void anOwnerGetsTheFilesOfAModelAndNobodyGetsOthers() {
        String key = OpenLine.key("owner", "mine");
        HttpResponse<String> manifest = OpenLine.gateway().get("/api/v1/models/mine-tuned/manifest", key);
        HttpResponse<String> config = OpenLine.gateway().get("/api/v1/models/mine-tuned/files/config.json", key);

        assertThat(manifest.statusCode()).as(manifest.body()).isEqualTo(200);
        assertThat(manifest.body()).contains("\"name\":\"config.json\"").contains(Hashes.sha256(config.body()));
        for (String name : List.of("manifest.json", "..%2Fconfig.json", "%2e%2e%2f%2e%2e%2fetc%2fpasswd")) {
            HttpResponse<String> answer = OpenLine.gateway().get("/api/v1/models/mine-tuned/files/" + name, key);
            assertThat(answer.statusCode()).as(name).isEqualTo(404);
        }
        String user = OpenLine.key("user", "");
        assertThat(OpenLine.gateway()
                        .get("/api/v1/models/mine-tuned/files/config.json", user)
                        .statusCode())
                .isEqualTo(403);
    }

    private static String anonymous(HttpResponse<String> answer) {
        return answer.body().replaceAll("req-[0-9a-f-]{36}", "req");
    }

    /** At once: who has made a key uses it, and who has revoked it may go home. */
    @Test
    void aNewKeyOpensAtOnceAndARevokedOneNothing() {
        String made = OpenLine.gateway()
                .json("POST", "/api/v1/keys", GatewayProcess.ADMIN, "{\"name\": \"gone\", \"roles\": [\"user\"]}")
                .body();
        String secret = made.replaceAll(".*\"key\":\"([^\"]+)\".*", "$1");
        String keyId = made.replaceAll(".*\"keyId\":\"([^\"]+)\".*", "$1");
        assertThat(OpenLine.gateway().get("/v1/models", secret).statusCode()).isEqualTo(200);

        OpenLine.gateway().json("DELETE", "/api/v1/keys/" + keyId, GatewayProcess.ADMIN, "");

        assertThat(OpenLine.gateway().get("/v1/models", secret).statusCode()).isEqualTo(401);
    }

    /** Only salted hashes are kept, and they are shown to nobody. */
    @Test
    void aKeyIsNowhereToBeReadAgain() {
        String key = OpenLine.key("user", "");

        String listed =
                OpenLine.gateway().get("/api/v1/keys", GatewayProcess.ADMIN).body();
        assertThat(listed)
                .doesNotContain(key, GatewayProcess.ADMIN)
                .doesNotContain("hash")
                .doesNotContain("salt");
        assertThat(OpenLine.records(Topic.ACCESS_KEYS))
                .isNotEmpty()
                .allSatisfy(record -> assertThat(new String(record.value(), StandardCharsets.UTF_8))
                        .doesNotContain(key, GatewayProcess.ADMIN));
        assertThat(OpenLine.gateway().log()).doesNotContain(key, GatewayProcess.ADMIN);
    }

    /** Neither what is refused nor what is accepted. */
    @Test
    void whatCallersSendIsNotInTheLog() {
        String canary = "canary-5817";
        OpenLine.gateway().json("PUT", "/api/v1/collections/log", GatewayProcess.ADMIN, "{}");
        new Upload("log").field("documentId", canary).send(canary + ".txt", "text/plain", canary);
        new Upload("log").field("provenance", canary).send("a.txt", "text/plain", canary);
        OpenLine.gateway().json("POST", "/api/v1/runs", GatewayProcess.ADMIN, canary);
        OpenLine.gateway().json("PUT", "/api/v1/collections/log", GatewayProcess.ADMIN, "{\"" + canary + "\": 1}");
        OpenLine.gateway().get("/api/v1/runs/" + canary, GatewayProcess.ADMIN);
        OpenLine.gateway().get("/api/v1/runs", "mr-" + canary);
        HttpResponse<String> answer = OpenLine.gateway()
                .json(
                        "POST",
                        "/v1/chat/completions",
                        GatewayProcess.ADMIN,
                        "{\"model\": \"mine\", \"max_tokens\": 1, \"messages\": [{\"role\": \"user\", \"content\": \""
                                + canary + "\"}]}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(OpenLine.gateway().log()).isNotEmpty().doesNotContain(canary);
    }

    /** Who has no key learns from an OPTIONS request which methods a path takes, which the document tells everybody. */
    @Test
    void optionsTellMethodsAlone() {
        GatewayProcess gateway = OpenLine.gateway();

        HttpResponse<String> answer =
                gateway.send(gateway.request("/api/v1/keys").method("OPTIONS", BodyPublishers.noBody()));

        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().map().keySet())
                .containsOnly("allow", "cache-control", "content-length", "x-content-type-options", "x-request-id");
    }
}
