package dev.millrace.gateway;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which role may call which route, said once more and held against what happens, every role on every route. */
class RolesIT {
    private static final Set<String> READERS = Set.of("owner", "monitor", "admin");
    private static final Set<String> ASKERS = Set.of("user", "owner", "admin");
    private static final Set<String> OWNERS = Set.of("owner", "admin");
    private static final Set<String> PRODUCERS = Set.of("producer", "owner", "admin");
    private static final Set<String> ADMINS = Set.of("admin");

    private static final Map<String, Set<String>> ROLES = new LinkedHashMap<>();

    static {
        ROLES.put("GET /v1/models", Set.of("user", "owner", "monitor", "admin"));
        ROLES.put("GET /v1/models/{id}", Set.of("user", "owner", "monitor", "admin"));
        ROLES.put("POST /v1/chat/completions", ASKERS);
        ROLES.put("GET /api/v1/collections", Set.of("owner", "monitor", "producer", "user", "admin"));
        ROLES.put("GET /api/v1/collections/{name}", Set.of("owner", "monitor", "producer", "user", "admin"));
        ROLES.put("PUT /api/v1/collections/{name}", OWNERS);
        ROLES.put("POST /api/v1/collections/{name}/datasets", OWNERS);
        ROLES.put("POST /api/v1/documents", PRODUCERS);
        ROLES.put("GET /api/v1/documents", Set.of("producer", "owner", "monitor", "admin"));
        ROLES.put("GET /api/v1/documents/{collection}/{id}", Set.of("producer", "owner", "monitor", "admin"));
        ROLES.put("DELETE /api/v1/documents/{collection}/{id}", PRODUCERS);
        ROLES.put("GET /api/v1/datasets", READERS);
        ROLES.put("GET /api/v1/datasets/{version}", READERS);
        ROLES.put("GET /api/v1/dataset-requests/{request}", READERS);
        ROLES.put("GET /api/v1/runs", READERS);
        ROLES.put("POST /api/v1/runs", OWNERS);
        ROLES.put("GET /api/v1/runs/{run}", READERS);
        ROLES.put("GET /api/v1/runs/{run}/metrics", READERS);
        ROLES.put("GET /api/v1/runs/{run}/checkpoints", READERS);
        ROLES.put("POST /api/v1/runs/{run}/{action}", OWNERS);
        ROLES.put("POST /api/v1/runs/{run}/revert", OWNERS);
        ROLES.put("GET /api/v1/evaluations", READERS);
        ROLES.put("GET /api/v1/evaluations/{id}", READERS);
        ROLES.put("GET /api/v1/models", Set.of("user", "owner", "monitor", "admin"));
        ROLES.put("GET /api/v1/models/{id}", Set.of("user", "owner", "monitor", "admin"));
        ROLES.put("GET /api/v1/models/{id}/manifest", OWNERS);
        ROLES.put("GET /api/v1/models/{id}/files/{name}", OWNERS);
        ROLES.put("GET /api/v1/events", READERS);
        ROLES.put("GET /api/v1/keys", ADMINS);
        ROLES.put("POST /api/v1/keys", ADMINS);
        ROLES.put("DELETE /api/v1/keys/{id}", ADMINS);
    }

    @Test
    void theTableHasEveryRouteAndTheDocumentSaysTheSame() {
        Map<String, Set<String>> published = new LinkedHashMap<>();
        ApiDocumentText.ofTheGateway().operations().forEach((route, operation) -> {
            List<String> roles = new ArrayList<>();
            operation.path("x-roles").forEach(role -> roles.add(role.asText()));
            published.put(route, Set.copyOf(roles));
        });

        assertThat(published).isEqualTo(ROLES);
    }

    @Test
    void everyRoleMayCallItsRoutesAndNoOthers() {
        for (String role : List.of("producer", "monitor", "owner", "user", "admin")) {
            String key = OpenLine.key(role, "");
            ROLES.forEach((route, roles) -> {
                HttpResponse<Void> answer = call(route, key);
                boolean refused = answer.statusCode() == 403;
                assertThat(refused)
                        .as(role + " " + route + " " + answer.statusCode())
                        .isEqualTo(!roles.contains(role));
                assertThat(answer.statusCode()).as(role + " " + route).isNotIn(401, 405, 429, 500);
            });
        }
    }

    /** Nothing is there by these names and the bodies say nothing, so that whoever gets in changes nothing. */
    private static HttpResponse<Void> call(String route, String key) {
        String method = route.substring(0, route.indexOf(' '));
        String path = route.substring(route.indexOf(' ') + 1)
                .replace("{action}", "cancel")
                .replaceAll("\\{\\w+}", "nothing");
        GatewayProcess gateway = OpenLine.gateway();
        return gateway.discard(gateway.request(path.equals("/api/v1/events") ? path + "?topic=none" : path)
                .header("Authorization", "Bearer " + key)
                .header(
                        "Content-Type",
                        route.equals("POST /api/v1/documents") ? "multipart/form-data; boundary=x" : "application/json")
                .method(method, BodyPublishers.ofString(route.equals("POST /api/v1/documents") ? "--x--\r\n" : "[")));
    }
}
