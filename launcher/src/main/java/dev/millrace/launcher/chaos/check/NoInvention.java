package dev.millrace.launcher.chaos.check;

import dev.millrace.contracts.Hashes;
import dev.millrace.launcher.chaos.load.ChaosSubmission;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** I2: what was ingested was submitted, byte for byte, under its id. */
final class NoInvention implements Invariant {
    @Override
    public List<String> violations(Evidence evidence) {
        Map<String, Set<String>> submitted = hashes(evidence.submissions());
        return evidence.ingested().stream()
                .filter(ingested -> !submitted
                        .getOrDefault(ingested.document().documentId(), Set.of())
                        .contains(ingested.raw().sha256()))
                .map(ingested -> "I2: " + ingested.document() + " was never submitted with these bytes")
                .toList();
    }

    private static Map<String, Set<String>> hashes(List<ChaosSubmission> submissions) {
        Map<String, Set<String>> submitted = new HashMap<>();
        for (ChaosSubmission submission : submissions) {
            Set<String> hashes = submitted.computeIfAbsent(submission.documentId(), id -> new HashSet<>());
            switch (submission) {
                case ChaosSubmission.Document document -> hashes.add(Hashes.sha256(document.text()));
                case ChaosSubmission.Broken broken -> hashes.add(Hashes.sha256(broken.text()));
                case ChaosSubmission.Withdrawal withdrawal -> {}
                case ChaosSubmission.Nameless nameless -> {}
            }
        }
        return submitted;
    }
}
