package dev.millrace.launcher.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs {@code ./millrace} as it lies there, without building anew what the test's build has just built. */
final class Script {
    static final Path HOME = Path.of("").toAbsolutePath().resolveSibling("");

    private Script() {}

    record Result(int exitCode, String output) {}

    static Process start(Path log, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(HOME.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("MILLRACE_SKIP_BUILD", "1");
        builder.environment().remove("MILLRACE_URL");
        builder.environment().remove("MILLRACE_KEY");
        return builder.start();
    }

    static Result run(Path log, Duration timeout, List<String> command) throws IOException, InterruptedException {
        Process process = start(log, command);
        if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroy();
            throw new AssertionError(
                    "not within " + timeout.toSeconds() + " s: " + command + "\n" + Files.readString(log));
        }
        return new Result(process.exitValue(), Files.readString(log));
    }

    static List<String> millrace(Object... words) {
        List<String> command = new ArrayList<>(List.of("./millrace"));
        for (Object word : words) {
            command.add(word.toString());
        }
        return command;
    }
}
