package dev.millrace.trainer.work;

import dev.millrace.model.engine.ModelRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The one engine of this process, started when the first run needs it. */
public final class Engine implements AutoCloseable {
    private final int threads;
    private @Nullable ModelRuntime runtime;

    public Engine(int threads) {
        this.threads = threads;
    }

    synchronized ModelRuntime runtime() {
        ModelRuntime started = runtime;
        if (started == null) {
            started = ModelRuntime.start(threads);
            runtime = started;
        }
        return started;
    }

    /** What a run's bits depend on besides recipe and data. */
    String machine() {
        return processor() + ", " + threads + (threads == 1 ? " thread" : " threads");
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(Engine::architecture);
        } catch (IOException e) {
            return architecture();
        }
    }

    private static String architecture() {
        return System.getProperty("os.arch", "unknown");
    }

    @Override
    public synchronized void close() {
        if (runtime != null) {
            runtime.close();
            runtime = null;
        }
    }
}
