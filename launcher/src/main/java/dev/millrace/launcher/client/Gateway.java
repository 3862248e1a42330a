package dev.millrace.launcher.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.manifest.ModelManifest;
import dev.millrace.contracts.manifest.Part;
import dev.millrace.launcher.local.LauncherException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

import static dev.millrace.launcher.client.GatewayHttp.segment;

/** What the command line asks of a gateway. */
public final class Gateway {
    private static final String API = "/api/v1";

    private final GatewayHttp http;

    public Gateway(Connection connection) {
        this.http = new GatewayHttp(connection);
    }

    public JsonNode putCollection(String name, JsonNode recipe) {
        return http.put(API + "/collections/" + segment(name), recipe);
    }

    public JsonNode collection(String name) {
        return http.get(API + "/collections/" + segment(name));
    }

    public List<JsonNode> collections() {
        return all(API + "/collections");
    }

    public JsonNode submit(NewDocument document) {
        if (!Files.isReadable(document.file())) {
            throw LauncherException.usage("The file " + document.file() + " cannot be read.");
        }
        MultipartBody body = new MultipartBody()
                .field("collection", document.collection())
                .field("documentId", document.documentId())
                .field("time", document.time().toString())
                .field("source", document.source());
        if (document.provenance() != null) {
            body.field("provenance", new String(Json.write(document.provenance()), StandardCharsets.UTF_8));
        }
        try {
            body.file("file", document.file());
        } catch (IOException e) {
            throw LauncherException.failed("The file " + document.file() + " cannot be read.", e);
        }
        return http.post(API + "/documents", body.contentType(), body.publisher());
    }

    public JsonNode withdraw(String collection, String documentId, @Nullable Instant time) {
        String path = API + "/documents/" + segment(collection) + "/" + segment(documentId);
        return http.delete(time == null ? path : path + "?time=" + segment(time.toString()));
    }

    public List<JsonNode> documents(String collection) {
        return all(API + "/documents?collection=" + segment(collection));
    }

    public JsonNode document(String collection, String documentId) {
        return http.get(API + "/documents/" + segment(collection) + "/" + segment(documentId));
    }

    /** @return the request's id */
    public String requestDataset(String collection, boolean drain) {
        JsonNode answer = http.post(API + "/collections/" + segment(collection) + "/datasets", Map.of("drain", drain));
        return answer.path("request").asText();
    }

    /** The request, with the dataset or the failure it came to. */
    public JsonNode datasetRequest(String request) {
        return http.get(API + "/dataset-requests/" + segment(request));
    }

    public List<JsonNode> datasets(@Nullable String collection) {
        return all(API + "/datasets" + (collection == null ? "" : "?collection=" + segment(collection)));
    }

    public List<JsonNode> runs() {
        return all(API + "/runs");
    }

    public JsonNode run(String run) {
        return http.get(API + "/runs/" + segment(run));
    }

    /** Steps of a run in their order, from one on. */
    public List<JsonNode> metrics(String run, int from) {
        return all(API + "/runs/" + segment(run) + "/metrics?from=" + from);
    }

    /** @return the id of the run that will start */
    public String startRun(String dataset) {
        return http.post(API + "/runs", Map.of("dataset", dataset)).path("run").asText();
    }

    /**
     * @param recipe how it is trained, instead of as the collection says
     * @return the id of the run that will start
     */
    public String startRun(String dataset, JsonNode recipe) {
        return http.post(API + "/runs", Map.of("dataset", dataset, "recipe", recipe))
                .path("run")
                .asText();
    }

    /** @param action pause, resume or cancel */
    public void commandRun(String run, String action) {
        http.post(API + "/runs/" + segment(run) + "/" + segment(action), Map.of());
    }

    /** @param step the last checkpoint up to it is gone on from */
    public void revertRun(String run, int step) {
        http.post(API + "/runs/" + segment(run) + "/revert?step=" + step, Map.of());
    }

    public List<JsonNode> evaluations() {
        return all(API + "/evaluations");
    }

    public List<JsonNode> models() {
        return all(API + "/models");
    }

    /** What a model is, and its files. */
    public ModelManifest modelManifest(String model) {
        JsonNode manifest = http.get(API + "/models/" + segment(model) + "/manifest");
        return Json.read(Json.write(manifest), ModelManifest.class);
    }

    /**
     * Fetches one of a model's files and compares it with its hash.
     *
     * @param progress is told how many bytes have come
     */
    public void modelFile(String model, Part part, Path target, LongConsumer progress) {
        MessageDigest digest = Hashes.newSha256();
        String path = API + "/models/" + segment(model) + "/files/" + segment(part.name());
        try (InputStream in = http.openFile(path);
                OutputStream file = Files.newOutputStream(target)) {
            byte[] buffer = new byte[1 << 16];
            long done = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                file.write(buffer, 0, read);
                done += read;
                progress.accept(done);
            }
        } catch (IOException e) {
            throw LauncherException.failed("The file " + part.name() + " of the model did not come whole.", e);
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(part.object().sha256())) {
            throw LauncherException.failed("The file " + part.name() + " of the model is damaged.");
        }
    }

    public JsonNode createKey(String name, List<String> roles, List<String> collections) {
        Map<String, Object> body = new TreeMap<>(Map.of("name", name, "roles", roles));
        if (!collections.isEmpty()) {
            body.put("collections", collections);
        }
        return http.post(API + "/keys", body);
    }

    public List<JsonNode> keys() {
        return all(API + "/keys");
    }

    public JsonNode revokeKey(String keyId) {
        return http.delete(API + "/keys/" + segment(keyId));
    }

    /**
     * What happens.
     *
     * @param from {@code latest} for what comes from now on, {@code earliest} for everything, or the id of an event to go on
     *     behind it
     */
    public EventStream events(String from) {
        return new EventStream(http.open(API + "/events?from=" + segment(from)));
    }

    /** The whole answer to a conversation. */
    public String complete(ChatRequest request) {
        return http.post("/v1/chat/completions", request.body(false))
                .at("/choices/0/message/content")
                .asText();
    }

    /** The answer in pieces, as it is written. */
    public EventStream stream(ChatRequest request) {
        return new EventStream(http.openPost("/v1/chat/completions", request.body(true)));
    }

    private List<JsonNode> all(String path) {
        List<JsonNode> items = new ArrayList<>();
        String next = path;
        while (next != null) {
            JsonNode page = http.get(next);
            list(page).forEach(items::add);
            JsonNode token = page.path("next");
            next = token.isTextual()
                    ? path + (path.contains("?") ? "&" : "?") + "after=" + segment(token.asText())
                    : null;
        }
        return items;
    }

    private static JsonNode list(JsonNode page) {
        if (page.isArray()) {
            return page;
        }
        for (JsonNode field : page) {
            if (field.isArray()) {
                return field;
            }
        }
        return Objects.requireNonNull(Json.mapper().createArrayNode());
    }
}
