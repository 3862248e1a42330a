package dev.millrace.launcher.demo;

import dev.millrace.launcher.local.LauncherException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What the training starts from.
 *
 * @param base as the recipe has it
 * @param why one sentence
 */
record BaseChoice(String base, String why) {
    static final String AUTO = "auto";
    static final String SCRATCH = "none";
    static final String DEFAULT_MODEL = "HuggingFaceTB/SmolLM2-135M-Instruct";

    private static final Duration QUICK = Duration.ofSeconds(3);

    /**
     * @param asked auto, none, a hub id, a folder or a GGUF file
     * @param cached whether a hub model is on this machine already
     * @param reachable whether the hub answers for a model
     */
    static BaseChoice of(String asked, Predicate<String> cached, Predicate<String> reachable) {
        if (asked.equals(SCRATCH)) {
            return new BaseChoice(SCRATCH, "The model is trained from scratch, as asked.");
        }
        if (!asked.equals(AUTO)) {
            return new BaseChoice(asked, "The training starts from " + asked + ", as asked.");
        }
        if (cached.test(DEFAULT_MODEL)) {
            return new BaseChoice(
                    DEFAULT_MODEL, "The training starts from " + DEFAULT_MODEL + ", which is on this machine.");
        }
        if (reachable.test(DEFAULT_MODEL)) {
            return new BaseChoice(
                    DEFAULT_MODEL, "The training starts from " + DEFAULT_MODEL + ", which the hub will send.");
        }
        return new BaseChoice(
                SCRATCH,
                "The model is trained from scratch: " + DEFAULT_MODEL
                        + " is not on this machine and the hub does not answer.");
    }

    static BaseChoice of(String asked, Map<String, String> environment) {
        if (asked.endsWith(".gguf")) {
            return file(Path.of(asked).toAbsolutePath().normalize());
        }
        if (asked.startsWith("/") || asked.startsWith(".")) {
            return folder(Path.of(asked).toAbsolutePath().normalize());
        }
        return of(asked, model -> isCached(model, environment), model -> answers(model, environment));
    }

    private static BaseChoice file(Path file) {
        if (!Files.isRegularFile(file)) {
            throw LauncherException.usage(file + " is no file.");
        }
        return new BaseChoice(file.toString(), "The training starts from the GGUF file " + file + ", as asked.");
    }

    /** For a trainer on another machine: what lies on this one says nothing about what it has. */
    static BaseChoice elsewhere(String asked, Predicate<String> reachable) {
        if (asked.startsWith(".")) {
            throw LauncherException.usage(
                    "The trainer is elsewhere: --base takes an absolute folder there, or a hub id.");
        }
        if (!asked.equals(AUTO)) {
            return of(asked, model -> false, reachable);
        }
        return reachable.test(DEFAULT_MODEL)
                ? new BaseChoice(
                        DEFAULT_MODEL,
                        "The training starts from " + DEFAULT_MODEL + ", which the hub has for the trainer.")
                : new BaseChoice(
                        SCRATCH,
                        "The model is trained from scratch: the hub does not answer here; if the trainer has a model, name it with --base.");
    }

    static BaseChoice elsewhere(String asked, Map<String, String> environment) {
        return elsewhere(asked, model -> answers(model, environment));
    }

    private static BaseChoice folder(Path folder) {
        if (!Files.isRegularFile(folder.resolve("config.json"))) {
            throw LauncherException.usage(folder + " is no model: it holds no config.json.");
        }
        return new BaseChoice(folder.toString(), "The training starts from the model in " + folder + ", as asked.");
    }

    private static boolean isCached(String model, Map<String, String> environment) {
        String folder = environment.get("MILLRACE_MODELS_DIR");
        Path models = folder == null
                ? Path.of(System.getProperty("user.home"), ".cache", "millrace", "models")
                : Path.of(folder);
        return Files.isRegularFile(models.resolve(model.replace("/", "--")).resolve("config.json"))
                || Files.isRegularFile(models.resolve(model).resolve("config.json"));
    }

    private static boolean answers(String model, Map<String, String> environment) {
        String hub = environment.getOrDefault("HF_ENDPOINT", "https://huggingface.co");
        HttpRequest request = HttpRequest.newBuilder(URI.create(hub + "/" + model + "/resolve/main/config.json"))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .timeout(QUICK)
                .build();
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(QUICK)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() / 100 == 2;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
