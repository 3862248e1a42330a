package dev.millrace.launcher.chaos.check;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.launcher.chaos.load.ChaosSubmission;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What must become of every document, said as plainly as possible: all submissions in memory, no order, no state, no partitions. The pipeline
 * must come to the same, whatever happens to it.
 */
final class Expectation {
    private static final int MIN_WORDS = 20;

    private Expectation() {}

    /** What becomes of a document: {@code kept}, {@code withdrawn} or the code it is dropped with. */
    static Map<String, String> of(List<ChaosSubmission> submissions) {
        Map<String, Instant> withdrawals = new HashMap<>();
        Map<String, Map<String, ChaosSubmission.Document>> revisions = new HashMap<>();
        for (ChaosSubmission submission : submissions) {
            if (submission instanceof ChaosSubmission.Withdrawal withdrawal) {
                withdrawals.merge(withdrawal.documentId(), withdrawal.time(), (x, y) -> x.isAfter(y) ? x : y);
            }
        }
        for (ChaosSubmission submission : submissions) {
            if (submission instanceof ChaosSubmission.Document document) {
                Map<String, ChaosSubmission.Document> states =
                        revisions.computeIfAbsent(document.documentId(), id -> new HashMap<>());
                if (isLater(document, withdrawals.get(document.documentId()))) {
                    states.merge(document.text(), document, (x, y) -> x.time().isBefore(y.time()) ? x : y);
                }
            }
        }
        Map<String, ChaosSubmission.Document> current = new TreeMap<>();
        Map<String, String> outcomes = new TreeMap<>();
        withdrawals.keySet().forEach(id -> outcomes.put(id, "withdrawn"));
        revisions.forEach((id, states) -> {
            Optional<ChaosSubmission.Document> latest = latest(states);
            latest.ifPresent(document -> current.put(id, document));
            outcomes.put(id, latest.isEmpty() ? "withdrawn" : isShort(latest.get()) ? "TOO_SHORT" : "kept");
        });
        dropDuplicates(current, outcomes);
        submissions.stream()
                .filter(ChaosSubmission.Broken.class::isInstance)
                .forEach(broken -> outcomes.put(broken.documentId(), ErrorCode.DOCUMENT_UNREADABLE.name()));
        return outcomes;
    }

    /** A withdrawal takes back what is not later than itself, before equal bytes are seen as one. */
    private static boolean isLater(
            ChaosSubmission.Document document, @org.jspecify.annotations.Nullable Instant withdrawn) {
        return withdrawn == null || document.time().isAfter(withdrawn);
    }

    private static Optional<ChaosSubmission.Document> latest(Map<String, ChaosSubmission.Document> states) {
        return states.values().stream()
                .max(Comparator.comparing(ChaosSubmission.Document::time).thenComparing(s -> Hashes.sha256(s.text())));
    }

    private static void dropDuplicates(Map<String, ChaosSubmission.Document> current, Map<String, String> outcomes) {
        Map<String, ChaosSubmission.Document> lowest = new HashMap<>();
        Comparator<ChaosSubmission.Document> order = Comparator.comparing(ChaosSubmission.Document::time)
                .thenComparing(ChaosSubmission.Document::documentId);
        current.values().stream()
                .filter(document -> Objects.equals(outcomes.get(document.documentId()), "kept"))
                .forEach(document ->
                        lowest.merge(normal(document.text()), document, (a, b) -> order.compare(a, b) <= 0 ? a : b));
        current.forEach((id, document) -> {
            if (Objects.equals(outcomes.get(id), "kept") && !isLowest(lowest, document)) {
                outcomes.put(id, "DUPLICATE_EXACT");
            }
        });
    }

    private static boolean isLowest(Map<String, ChaosSubmission.Document> lowest, ChaosSubmission.Document document) {
        ChaosSubmission.Document first = lowest.get(normal(document.text()));
        return first != null && first.documentId().equals(document.documentId());
    }

    private static boolean isShort(ChaosSubmission.Document document) {
        return document.text().split("\\s+", -1).length < MIN_WORDS;
    }

    private static String normal(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").strip();
    }
}
