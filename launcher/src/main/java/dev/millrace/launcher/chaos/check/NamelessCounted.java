package dev.millrace.launcher.chaos.check;

import dev.millrace.contracts.event.DocumentRejected;
import dev.millrace.launcher.chaos.load.ChaosSubmission;
import java.util.List;

/** I1: records without a readable identity count by where they lay. */
final class NamelessCounted implements Invariant {
    @Override
    public List<String> violations(Evidence evidence) {
        long expected = evidence.submissions().stream()
                .filter(ChaosSubmission.Nameless.class::isInstance)
                .count();
        long actual = evidence.rejected().stream()
                .filter(each -> each.document() == null)
                .map(DocumentRejected::origin)
                .distinct()
                .count();
        return expected == actual
                ? List.of()
                : List.of("I1: " + actual + " records without identity were rejected, " + expected + " were sent");
    }
}
