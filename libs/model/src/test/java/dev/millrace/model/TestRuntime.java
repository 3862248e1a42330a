package dev.millrace.model;

import dev.millrace.model.engine.ModelRuntime;

/** The one engine of the test JVM. */
public final class TestRuntime {
    private static final ModelRuntime RUNTIME = ModelRuntime.start(2);

    private TestRuntime() {}

    public static ModelRuntime get() {
        return RUNTIME;
    }
}
