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

    /** A heap that begins small is collected while the service starts; one that begins large keeps all the garbage of the start. */
    private static final String FIRST_HEAP = "-Xms32m";
    /** A batch of documents lies in memory at once, and what dies with it should not have to be copied first. */
    private static final List<String> BATCHES = List.of("-Xms96m", "-XX:NewSize=64m");

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
        flags.addAll(this == INGEST ? BATCHES : List.of(FIRST_HEAP));
        flags.addAll(List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders"));
        if (!computes) {
            flags.add("-XX:TieredStopAtLevel=1");
        }
        return flags;
    }
}
