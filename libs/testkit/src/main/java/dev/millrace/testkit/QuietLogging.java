package dev.millrace.testkit;

import java.util.List;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.LogContext;

/** Keeps the broker and the store from talking through a test's output: only warnings of theirs are shown. */
final class QuietLogging {
    private static final List<String> TALKATIVE = List.of(
            "kafka", "org.apache.kafka", "state.change.logger", "org.gaul", "software.amazon", "org.eclipse.jetty");

    private QuietLogging() {}

    static void apply() {
        for (String category : TALKATIVE) {
            LogContext.getLogContext().getLogger(category).setLevel(Level.WARN);
        }
    }
}
