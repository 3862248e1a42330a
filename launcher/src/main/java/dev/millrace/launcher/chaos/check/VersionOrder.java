package dev.millrace.launcher.chaos.check;

import dev.millrace.contracts.event.DocumentDecided;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** I12: the versions of one document only grow. */
final class VersionOrder implements Invariant {
    @Override
    public List<String> violations(Evidence evidence) {
        List<String> violations = new ArrayList<>();
        Map<String, Long> last = new HashMap<>();
        for (DocumentDecided decided : evidence.decided()) {
            Long before = last.put(decided.document().documentId(), decided.sequence());
            if (before != null && before >= decided.sequence()) {
                violations.add("I12: " + decided.document() + " goes from " + before + " to " + decided.sequence());
            }
        }
        return violations;
    }
}
