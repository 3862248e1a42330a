package dev.millrace.model;

import dev.millrace.model.engine.ModelRuntime;

/** The one engine of the test JVM. One thread: for tensors this small, waiting for a second costs more than it brings. */
public final class TestRuntime {
    private static final ModelRuntime RUNTIME = ModelRuntime.start(1);

    private TestRuntime() {}

    public static ModelRuntime get() {
        return RUNTIME;
    }
}
