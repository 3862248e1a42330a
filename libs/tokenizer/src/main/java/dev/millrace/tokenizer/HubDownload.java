package dev.millrace.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a model from a hub with its public protocol: only the files that are read, of one revision, each resumed where
 * it broke off and compared with the length and hash that the hub lists.
 */
public final class HubDownload {
    private static final Pattern WANTED = Pattern.compile(
            "config\\.json|generation_config\\.json|tokenizer\\.json|tokenizer_config\\.json|chat_template\\.jinja|"
                    + "model(-[0-9]+-of-[0-9]+)?\\.safetensors|model\\.safetensors\\.index\\.json");
    private static final Pattern REVISION = Pattern.compile("[0-9a-f]{7,64}");
    private static final Duration LIST = Duration.ofSeconds(20);
    private static final Duration FILE = Duration.ofMinutes(30);
    private static final int TRIES = 3;
    private static final int OK = 200;
    private static final int PARTIAL = 206;

    private final HubConnection hub;

    /** @param token may be null; never shown */
    public HubDownload(URI endpoint, @Nullable String token) {
        this.hub = new HubConnection(endpoint, token);
    }

    static HubDownload ofEnvironment() {
        String endpoint = System.getenv("HF_ENDPOINT");
        return new HubDownload(
                URI.create(endpoint == null || endpoint.isBlank() ? "https://huggingface.co" : endpoint),
                System.getenv("HF_TOKEN"));
    }

    /**
     * @param target where the model is to lie; it appears there whole or not at all
     * @throws MillraceException {@link ErrorCode#BASE_MODEL_UNAVAILABLE}
     */
    Path fetch(String hubId, Path target) {
        try {
            Listing listing = list(hubId);
            Path partial = target.resolveSibling(target.getFileName() + "." + listing.revision() + ".partial");
            Files.createDirectories(partial);
            for (HubFile file : listing.files()) {
                fetchFile("/" + hubId + "/resolve/" + listing.revision() + "/", file, partial.resolve(file.name()));
            }
            return Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.BASE_MODEL_UNAVAILABLE, "the hub does not answer, or the disk is full", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.BASE_MODEL_UNAVAILABLE, "interrupted", e);
        }
    }

    private record Listing(String revision, List<HubFile> files) {}

    private Listing list(String hubId) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer =
                hub.get("/api/models/" + hubId + "?blobs=true", 0, LIST, HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != OK) {
            throw unavailable("the hub answers " + answer.statusCode() + " for the model");
        }
        JsonNode model = Json.mapper().readTree(answer.body());
        List<HubFile> wanted = new ArrayList<>();
        for (JsonNode sibling : model.path("siblings")) {
            HubFile file = HubFile.of(sibling);
            if (WANTED.matcher(file.name()).matches()) {
                wanted.add(file);
            }
        }
        List<String> names = wanted.stream().map(HubFile::name).toList();
        if (!names.contains("config.json") || !names.contains("tokenizer.json")) {
            throw unavailable("the model has no config.json or no tokenizer.json");
        }
        String revision = model.path("sha").asText("");
        return new Listing(REVISION.matcher(revision).matches() ? revision : "main", wanted);
    }

    /** Goes on where the last try broke off; what is whole but not what the hub lists is fetched anew. */
    private void fetchFile(String folder, HubFile file, Path place) throws IOException, InterruptedException {
        IOException last = new IOException("not tried");
        for (int i = 0; i < TRIES; i++) {
            if (isThere(file, place)) {
                return;
            }
            try {
                fetchRest(folder, file, place);
            } catch (IOException e) {
                last = e;
                continue;
            }
            if (file.matches(place)) {
                return;
            }
            Files.deleteIfExists(place);
            last = new IOException("the bytes are not those that the hub lists");
        }
        throw last;
    }

    /** Without a hash a file of the right length may still be another: it is fetched again. */
    private static boolean isThere(HubFile file, Path place) throws IOException {
        boolean verifiable = !file.sha256().isEmpty() || !file.blob().isEmpty();
        return verifiable && file.matches(place);
    }

    private void fetchRest(String folder, HubFile file, Path place) throws IOException, InterruptedException {
        long have = Files.exists(place) ? Files.size(place) : 0;
        long from = file.size() > 0 && have >= file.size() ? 0 : have;
        HttpResponse<Integer> answer = hub.get(folder + file.name(), from, FILE, info -> switch (info.statusCode()) {
            case PARTIAL -> into(place, info.statusCode(), StandardOpenOption.APPEND);
            case OK -> into(place, info.statusCode(), StandardOpenOption.TRUNCATE_EXISTING);
            default -> HttpResponse.BodySubscribers.replacing(info.statusCode());
        });
        if (answer.statusCode() != OK && answer.statusCode() != PARTIAL) {
            Files.deleteIfExists(place);
            throw unavailable("the hub answers " + answer.statusCode() + " for " + file.name());
        }
    }

    private static HttpResponse.BodySubscriber<Integer> into(Path place, int status, OpenOption how) {
        return HttpResponse.BodySubscribers.mapping(
                HttpResponse.BodySubscribers.ofFile(place, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how),
                written -> status);
    }

    private static MillraceException unavailable(String message) {
        return new MillraceException(ErrorCode.BASE_MODEL_UNAVAILABLE, message);
    }
}
