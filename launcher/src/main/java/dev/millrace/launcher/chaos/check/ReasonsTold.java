package dev.millrace.launcher.chaos.check;

import dev.millrace.contracts.event.Decision;
import dev.millrace.contracts.event.DocumentDecided;
import dev.millrace.contracts.event.DocumentRejected;
import java.util.List;
import java.util.stream.Stream;

/** I3: whoever is left out is told why, by which rule in which version, from which record. */
final class ReasonsTold implements Invariant {
    @Override
    public List<String> violations(Evidence evidence) {
        Stream<String> decisions = evidence.latest().values().stream()
                .filter(decided -> !isTold(decided))
                .map(decided -> "I3: " + decided.document() + " has no operator, origin or stage");
        Stream<String> rejections = evidence.rejected().stream()
                .filter(rejected -> !isTold(rejected))
                .map(rejected -> "I3: the rejection of " + rejected.document() + " has no stage or origin");
        return Stream.concat(decisions, rejections).toList();
    }

    private static boolean isTold(DocumentDecided decided) {
        boolean operator = !(decided.decision() instanceof Decision.Dropped dropped)
                || dropped.reason().operator().contains("/");
        return operator
                && !decided.origin().topic().isEmpty()
                && !decided.stageVersion().isEmpty();
    }

    private static boolean isTold(DocumentRejected rejected) {
        return !rejected.stage().isEmpty()
                && !rejected.stageVersion().isEmpty()
                && !rejected.origin().topic().isEmpty();
    }
}
