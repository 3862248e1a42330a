package dev.millrace.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fetches a model from a hub with its public protocol: only the files that are read, each resumed where it broke off. */
public final class HubDownload {
    private static final Pattern WANTED = Pattern.compile(
            "config\\.json|generation_config\\.json|tokenizer\\.json|tokenizer_config\\.json|chat_template\\.jinja|"
                    + "model(-[0-9]+-of-[0-9]+)?\\.safetensors|model\\.safetensors\\.index\\.json");
    private static final Duration CONNECT = Duration.ofSeconds(4);
    private static final Duration REQUEST = Duration.ofMinutes(30);
    private static final int OK = 200;
    private static final int PARTIAL = 206;

    private final URI endpoint;
    private final @Nullable String token;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    /** @param token may be null; never shown */
    public HubDownload(URI endpoint, @Nullable String token) {
        this.endpoint = endpoint;
        this.token = token;
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
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        try {
            Files.createDirectories(partial);
            for (String file : files(hubId)) {
                fetchFile(hubId, file, partial.resolve(file));
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

    private List<String> files(String hubId) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = client.send(
                request("/api/models/" + hubId).timeout(Duration.ofSeconds(20)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != OK) {
            throw new MillraceException(
                    ErrorCode.BASE_MODEL_UNAVAILABLE, "the hub answers " + answer.statusCode() + " for the model");
        }
        JsonNode siblings = Json.mapper().readTree(answer.body()).path("siblings");
        List<String> names = new java.util.ArrayList<>();
        siblings.forEach(each -> names.add(each.path("rfilename").asText()));
        List<String> wanted =
                names.stream().filter(name -> WANTED.matcher(name).matches()).toList();
        if (!wanted.contains("config.json") || !wanted.contains("tokenizer.json")) {
            throw new MillraceException(
                    ErrorCode.BASE_MODEL_UNAVAILABLE, "the model has no config.json or no tokenizer.json");
        }
        return wanted;
    }

    private void fetchFile(String hubId, String name, Path file) throws IOException, InterruptedException {
        Path done = file.resolveSibling(name + ".done");
        if (Files.exists(done)) {
            return;
        }
        long have = Files.exists(file) ? Files.size(file) : 0;
        HttpRequest request = request("/" + hubId + "/resolve/main/" + name)
                .header("Range", "bytes=" + have + "-")
                .timeout(REQUEST)
                .build();
        HttpResponse<Path> answer = client.send(
                request,
                info -> info.statusCode() == PARTIAL
                        ? HttpResponse.BodySubscribers.ofFile(
                                file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                        : HttpResponse.BodySubscribers.ofFile(
                                file,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.TRUNCATE_EXISTING));
        if (answer.statusCode() != OK && answer.statusCode() != PARTIAL) {
            Files.deleteIfExists(file);
            throw new MillraceException(
                    ErrorCode.BASE_MODEL_UNAVAILABLE, "the hub answers " + answer.statusCode() + " for " + name);
        }
        Files.createFile(done);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.resolve(path));
        return token == null || token.isBlank() ? request : request.header("Authorization", "Bearer " + token);
    }
}
