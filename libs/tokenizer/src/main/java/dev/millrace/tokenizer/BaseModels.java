package dev.millrace.tokenizer;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.tokenizer.gguf.GgufTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the base model a recipe names, the same for every service: a directory, a GGUF file, or a hub id that lies in our cache, in the hub's own cache,
 * or is fetched.
 */
public final class BaseModels {
    private static final Pattern HUB_ID =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,95}/[A-Za-z0-9][A-Za-z0-9._-]{0,95}");

    private final Path cache;
    private final Path hubCache;
    private final HubDownload download;
    private final GgufCache ggufs;

    /**
     * @param cache where fetched models are kept
     * @param hubCache the cache of Hugging Face's own tools
     */
    public BaseModels(Path cache, Path hubCache, HubDownload download) {
        this(cache, hubCache, download, new GgufCache(cache, "words", GgufTokenizer::convert));
    }

    private BaseModels(Path cache, Path hubCache, HubDownload download, GgufCache ggufs) {
        this.cache = cache;
        this.hubCache = hubCache;
        this.download = download;
        this.ggufs = ggufs;
    }

    /**
     * The same, for who needs more of a GGUF file than its tokeniser.
     *
     * @param weights adds configuration and weights to a directory
     */
    public BaseModels withWeights(GgufConversion weights) {
        GgufCache whole = new GgufCache(cache, "whole", (file, directory) -> {
            GgufTokenizer.convert(file, directory);
            weights.convert(file, directory);
        });
        return new BaseModels(cache, hubCache, download, whole);
    }

    /** With the surroundings' hub: {@code HF_HOME}, {@code HF_ENDPOINT}, {@code HF_TOKEN}. */
    public static BaseModels ofEnvironment(Path cache) {
        String home = System.getenv("HF_HOME");
        Path hub = home == null
                ? Path.of(System.getProperty("user.home"), ".cache", "huggingface", "hub")
                : Path.of(home, "hub");
        return new BaseModels(cache, hub, HubDownload.ofEnvironment());
    }

    /** @throws MillraceException {@link ErrorCode#BASE_MODEL_UNAVAILABLE} */
    public BaseModel resolve(String name) {
        Path directory = Path.of(name);
        if (directory.isAbsolute() && isGguf(directory)) {
            return new BaseModel(String.valueOf(directory.getFileName()), ggufs.directory(directory));
        }
        if (directory.isAbsolute()) {
            if (!isModel(directory)) {
                throw new MillraceException(
                        ErrorCode.BASE_MODEL_UNAVAILABLE,
                        "the directory holds no model with config.json and tokenizer.json");
            }
            return new BaseModel(String.valueOf(directory.getFileName()), directory);
        }
        if (!HUB_ID.matcher(name).matches() || name.contains("..")) {
            throw new MillraceException(
                    ErrorCode.BASE_MODEL_UNAVAILABLE,
                    "a base model is an absolute directory, an absolute path of a GGUF file, or a hub id owner/name");
        }
        return cached(name).orElseGet(() -> new BaseModel(name, download.fetch(name, ours(name))));
    }

    /** A hub id's model when it is on this machine already. */
    public Optional<BaseModel> cached(String hubId) {
        List<Path> snapshots = snapshots(hubId);
        return Stream.concat(Stream.of(ours(hubId)), snapshots.stream())
                .filter(BaseModels::isModel)
                .findFirst()
                .map(directory -> new BaseModel(hubId, directory));
    }

    private Path ours(String hubId) {
        return cache.resolve(hubId.replace("/", "--"));
    }

    private List<Path> snapshots(String hubId) {
        Path folder = hubCache.resolve("models--" + hubId.replace("/", "--")).resolve("snapshots");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> snapshots = Files.list(folder)) {
            return snapshots.sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean isGguf(Path file) {
        return String.valueOf(file.getFileName()).endsWith(".gguf") && Files.isRegularFile(file);
    }

    private static boolean isModel(Path directory) {
        return Files.isRegularFile(directory.resolve("config.json"))
                && Files.isRegularFile(directory.resolve("tokenizer.json"));
    }
}
