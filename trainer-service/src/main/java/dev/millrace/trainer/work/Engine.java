package dev.millrace.trainer.work;

import dev.millrace.model.engine.ModelRuntime;
import dev.millrace.model.engine.Processor;
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
        return Processor.name() + ", " + threads + (threads == 1 ? " thread" : " threads");
    }

    @Override
    public synchronized void close() {
        if (runtime != null) {
            runtime.close();
            runtime = null;
        }
    }
}
