package dev.millrace.launcher.chaos.check;

import dev.millrace.contracts.manifest.DatasetRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** I1: the dataset has the kept documents and no others, each with examples or with a code that says why not. */
final class DatasetComplete implements Invariant {
    @Override
    public List<String> violations(Evidence evidence) {
        List<String> violations = new ArrayList<>();
        Set<String> kept = Expectation.of(evidence.submissions()).entrySet().stream()
                .filter(entry -> entry.getValue().equals("kept"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> there =
                evidence.rows().stream().map(DatasetRow::documentId).collect(Collectors.toCollection(TreeSet::new));
        if (!kept.equals(there) || there.size() != evidence.rows().size()) {
            violations.add("I1: the dataset has " + evidence.rows().size() + " rows of " + there.size()
                    + " documents, kept are " + kept.size());
        }
        evidence.rows().stream()
                .filter(row -> (row.examples() == null) == (row.without() == null))
                .forEach(
                        row -> violations.add("I1: the row of " + row.documentId() + " has neither examples nor code"));
        return violations;
    }
}
