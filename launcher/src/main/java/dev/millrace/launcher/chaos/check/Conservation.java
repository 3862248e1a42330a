package dev.millrace.launcher.chaos.check;

import dev.millrace.contracts.event.Decision;
import dev.millrace.contracts.event.DocumentRejected;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** I1: every document ends, once, as it must; none is missing, none too many. */
final class Conservation implements Invariant {
    private static final int MOST_SHOWN = 5;

    @Override
    public List<String> violations(Evidence evidence) {
        List<String> violations = new ArrayList<>();
        Map<String, String> actual = new TreeMap<>();
        evidence.latest().forEach((id, decided) -> actual.put(id, outcome(decided.decision())));
        for (DocumentRejected rejected : evidence.rejected()) {
            if (rejected.document() != null) {
                String code = rejected.code().name();
                String before = actual.put(rejected.document().documentId(), code);
                if (before != null && !before.equals(code)) {
                    violations.add("I1: " + rejected.document() + " is rejected and " + before);
                }
            }
        }
        violations.addAll(wrong(Expectation.of(evidence.submissions()), actual));
        return violations;
    }

    private static String outcome(Decision decision) {
        return switch (decision) {
            case Decision.Kept kept -> "kept";
            case Decision.Dropped dropped -> dropped.reason().code().name();
            case Decision.Withdrawn withdrawn -> "withdrawn";
        };
    }

    private static List<String> wrong(Map<String, String> expected, Map<String, String> actual) {
        Set<String> ids = new TreeSet<>(expected.keySet());
        ids.addAll(actual.keySet());
        List<String> wrong = ids.stream()
                .filter(id -> !String.valueOf(expected.get(id)).equals(String.valueOf(actual.get(id))))
                .map(id -> id + " is " + actual.get(id) + ", not " + expected.get(id))
                .toList();
        return wrong.isEmpty()
                ? List.of()
                : List.of("I1: " + wrong.size() + " documents ended wrongly: "
                        + String.join("; ", wrong.subList(0, Math.min(MOST_SHOWN, wrong.size()))));
    }
}
