package dev.millrace.testkit;

import java.util.List;
import java.util.logging.Level;
import org.jboss.logmanager.LogContext;

/** Keeps the broker, its clients and the store from talking through the output: only warnings of theirs are shown. */
public final class QuietLogging {
    private static final List<String> TALKATIVE = List.of(
            "ai.djl",
            "kafka",
            "org.apache.kafka",
            "state.change.logger",
            "org.gaul",
            "software.amazon",
            "org.eclipse.jetty");

    /** These warn of what is normal here: a first start, a last goodbye. */
    private static final List<String> ALARMISTS =
            List.of("org.apache.kafka.controller.QuorumController", "org.apache.kafka.clients.NetworkClient");

    private QuietLogging() {}

    public static void apply() {
        TALKATIVE.forEach(category -> limit(category, Level.WARNING));
        ALARMISTS.forEach(category -> limit(category, Level.SEVERE));
    }

    private static void limit(String category, Level level) {
        LogContext.getLogContext().getLogger(category).setLevel(level);
    }
}
