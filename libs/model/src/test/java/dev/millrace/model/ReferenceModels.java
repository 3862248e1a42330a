package dev.millrace.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Finds models with recorded results: under -Dmillrace.models, or through a base-model tool beside the repository. */
public final class ReferenceModels {
    private ReferenceModels() {}

    /** The model's directory; aborts the test, saying why, when it cannot be had. */
    public static Path directory(String name) {
        String given = System.getProperty("millrace.models");
        if (given != null && Files.isDirectory(Path.of(given, name))) {
            return Path.of(given, name);
        }
        Path tool = repository().resolveSibling("shared").resolve("bin").resolve("base-model");
        if (!Files.isExecutable(tool)) {
            tool = repository().resolve("../../shared/bin/base-model").normalize();
        }
        assumeTrue(
                Files.isExecutable(tool),
                "no model " + name
                        + ": give -Dmillrace.models=DIR with a folder of that name, or have the base-model tool");
        return run(tool, name);
    }

    private static Path run(Path tool, String name) {
        try {
            Process process = new ProcessBuilder(tool.toString(), "get", name)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String printed = new String(process.getInputStream().readAllBytes());
            boolean done = process.waitFor(10, TimeUnit.MINUTES) && process.exitValue() == 0;
            assumeTrue(done, "the base-model tool could not get " + name);
            return Path.of(printed.lines().reduce((a, b) -> b).orElseThrow().strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
