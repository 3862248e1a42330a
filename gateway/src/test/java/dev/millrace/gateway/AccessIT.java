package dev.millrace.gateway;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.millrace.gateway.access.Allowed;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
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

    @Test
    void aRoleMayDoItsOwnWorkAlone() {
        String user = OpenLine.key("user", "");
        String monitor = OpenLine.key("monitor", "");

        assertThat(OpenLine.gateway().get("/v1/models", user).statusCode()).isEqualTo(200);
        assertThat(OpenLine.gateway().get("/api/v1/runs", monitor).statusCode()).isEqualTo(200);
        for (String path :
                List.of("/api/v1/keys", "/api/v1/runs", "/api/v1/evaluations", "/api/v1/documents?collection=mine")) {
            HttpResponse<String> answer = OpenLine.gateway().get(path, user);
            assertThat(answer.statusCode()).as(path).isEqualTo(403);
            assertThat(answer.body()).contains("KEY_FORBIDDEN");
        }
        assertThat(OpenLine.gateway()
                        .json("PUT", "/api/v1/collections/mine", monitor, "{}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(OpenLine.gateway().get("/api/v1/keys", monitor).statusCode()).isEqualTo(403);
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

    private static String anonymous(HttpResponse<String> answer) {
        return answer.body().replaceAll("req-[0-9a-f-]{36}", "req");
    }

    @Test
    void aRevokedKeyOpensNothing() {
        String key = OpenLine.key("user", "");
        String id = OpenLine.gateway().get("/api/v1/keys", GatewayProcess.ADMIN).body();
        String last = id.replaceAll(".*\"keyId\":\"([^\"]+)\".*", "$1");
        assertThat(id).doesNotContain(key).doesNotContain("hash").doesNotContain("salt");
        assertThat(last).isNotEmpty();
        String made = OpenLine.gateway()
                .json("POST", "/api/v1/keys", GatewayProcess.ADMIN, "{\"name\": \"gone\", \"roles\": [\"user\"]}")
                .body();
        String secret = made.replaceAll(".*\"key\":\"([^\"]+)\".*", "$1");
        String keyId = made.replaceAll(".*\"keyId\":\"([^\"]+)\".*", "$1");
        awaitStatus(secret, 200);

        OpenLine.gateway().json("DELETE", "/api/v1/keys/" + keyId, GatewayProcess.ADMIN, "");

        awaitStatus(secret, 401);
    }

    private static void awaitStatus(String key, int status) {
        dev.millrace.testkit.Await.until(
                "the key answers " + status,
                java.time.Duration.ofSeconds(20),
                () -> OpenLine.gateway().get("/v1/models", key).statusCode() == status);
    }
}
