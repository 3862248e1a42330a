package dev.millrace.launcher.local;

import java.util.List;

/** The services, with what their processes need. */
public enum ServiceKind {
    INGEST("ingest-service", "512m", true),
    CLEANING("cleaning-service", "512m", false),
    FORMATTING("formatting-service", "768m", false),
    TRAINER("trainer-service", "1g", true),
    EVAL("eval-service", "1g", true),
    GATEWAY("gateway", "1g", true);

    private static final List<String> SMALL =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders");

    private final String module;
    private final String heap;
    private final boolean computes;

    ServiceKind(String module, String heap, boolean computes) {
        this.module = module;
        this.heap = heap;
        this.computes = computes;
    }

    public String module() {
        return module;
    }

    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Small services start faster with the quick compiler alone; a service that computes needs the good one. */
    List<String> jvmFlags() {
        List<String> flags = new java.util.ArrayList<>(List.of(
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx" + heap,
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager"));
        flags.addAll(computes ? List.of("-XX:+UseSerialGC") : SMALL);
        return flags;
    }
}
