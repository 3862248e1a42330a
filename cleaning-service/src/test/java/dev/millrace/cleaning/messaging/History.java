package dev.millrace.cleaning.messaging;

import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.Encoding;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.Origin;
import dev.millrace.contracts.Provenance;
import dev.millrace.contracts.Revision;
import dev.millrace.contracts.event.Decision;
import dev.millrace.contracts.event.DocumentDecided;
import dev.millrace.contracts.event.DocumentFeatures;
import dev.millrace.contracts.event.DocumentIngested;
import dev.millrace.contracts.event.DocumentWithdrawn;
import dev.millrace.contracts.event.DropReason;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.Member;
import dev.millrace.contracts.text.CleanText;
import dev.millrace.contracts.text.StructuredText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Submissions and withdrawals drawn by chance, and, told the plain way, what must become of them. */
record History(List<Step> steps) {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String JUNK = "text-0";

    /** What a producer did. */
    sealed interface Step {
        DocumentId document();

        int time();

        record Submitted(DocumentId document, int time, String bytes, String text) implements Step {}

        record Withdrew(DocumentId document, int time) implements Step {}

        default Instant at() {
            return START.plusSeconds(time());
        }
    }

    static History draw(Random random, int documents, int texts, int steps) {
        List<Step> drawn = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            DocumentId document = new DocumentId("c", "document-" + random.nextInt(documents));
            int time = random.nextInt(12);
            if (random.nextInt(6) == 0) {
                drawn.add(new Step.Withdrew(document, time));
            } else {
                String text = "text-" + random.nextInt(texts);
                drawn.add(new Step.Submitted(document, time, text + "/" + random.nextInt(2), text));
            }
        }
        return new History(drawn);
    }

    static Event event(Step step) {
        return switch (step) {
            case Step.Submitted submitted -> features(submitted);
            case Step.Withdrew withdrew ->
                new DocumentWithdrawn(
                        withdrew.document(), withdrew.at(), "producer", "w-" + withdrew.time(), new Origin("t", 0, 0));
        };
    }

    private static DocumentFeatures features(Step.Submitted submitted) {
        String sha256 = Hashes.sha256(submitted.bytes());
        ObjectRef raw = reference("raw/x", sha256, "text/plain");
        DocumentIngested ingested = new DocumentIngested(
                submitted.document(),
                new Revision(submitted.at(), sha256),
                "producer",
                "s-" + submitted.time() + "-" + submitted.bytes(),
                "text/plain",
                "A title",
                raw,
                reference("text/x", sha256, StructuredText.MEDIA_TYPE),
                Provenance.of("test"),
                Hashes.sha256("recipe"),
                new Origin("documents.submitted", 0, 7),
                "ingest/1");
        String textSha256 = Hashes.sha256(submitted.text());
        return new DocumentFeatures(
                ingested,
                reference("clean/x", textSha256, CleanText.MEDIA_TYPE),
                submitted.text().equals(JUNK) ? new DropReason(ErrorCode.TOO_SHORT, "length/1", 1.0, 20.0, null) : null,
                submitted.document().collection() + "/n1/" + textSha256,
                textSha256,
                Map.of(),
                Map.of());
    }

    private static ObjectRef reference(String key, String sha256, String mediaType) {
        return new ObjectRef("bucket", key, 0, 1, Encoding.IDENTITY, sha256, mediaType);
    }

    /** What is to become of each document: told from the whole set at once, without an order of arrival. */
    Map<String, String> expected() {
        Map<DocumentId, Step.Submitted> current = new HashMap<>();
        Map<String, String> expected = new TreeMap<>();
        for (DocumentId document : steps.stream().map(Step::document).distinct().toList()) {
            int withdrawn = withdrawn(document);
            Step.Submitted last = current(document, withdrawn);
            if (last == null) {
                expected.put(document.key(), "withdrawn " + START.plusSeconds(withdrawn));
            } else if (last.text().equals(JUNK)) {
                expected.put(document.key(), "dropped TOO_SHORT null" + revision(last));
            } else {
                current.put(document, last);
            }
        }
        current.forEach((document, last) -> expected.put(document.key(), duplicate(last, current)));
        return expected;
    }

    private int withdrawn(DocumentId document) {
        return steps.stream()
                .filter(step -> step instanceof Step.Withdrew && step.document().equals(document))
                .mapToInt(Step::time)
                .max()
                .orElse(-1);
    }

    private Step.Submitted current(DocumentId document, int withdrawn) {
        Map<String, Step.Submitted> lowest = new HashMap<>();
        for (Step step : steps) {
            if (step instanceof Step.Submitted each && each.document().equals(document) && each.time() > withdrawn) {
                lowest.merge(each.bytes(), each, (a, b) -> a.time() <= b.time() ? a : b);
            }
        }
        return lowest.values().stream()
                .max((a, b) -> new Revision(a.at(), Hashes.sha256(a.bytes()))
                        .compareTo(new Revision(b.at(), Hashes.sha256(b.bytes()))))
                .orElse(null);
    }

    private static String duplicate(Step.Submitted last, Map<DocumentId, Step.Submitted> current) {
        return current.values().stream()
                .filter(other -> other.text().equals(last.text()))
                .map(other -> new Member(other.at(), other.document()))
                .filter(other -> other.compareTo(new Member(last.at(), last.document())) < 0)
                .max(Member::compareTo)
                .map(lower -> "dropped DUPLICATE_EXACT " + lower.document().key() + revision(last))
                .orElse("kept" + revision(last));
    }

    private static String revision(Step.Submitted submitted) {
        return " " + new Revision(submitted.at(), Hashes.sha256(submitted.bytes()));
    }

    /** A decision in the same words. */
    static String tell(DocumentDecided decided) {
        return switch (decided.decision()) {
            case Decision.Kept kept -> "kept " + decided.revision();
            case Decision.Dropped dropped ->
                "dropped " + dropped.reason().code() + " " + dropped.reason().of() + " " + decided.revision();
            case Decision.Withdrawn withdrawn -> "withdrawn " + withdrawn.withdrawnAt();
        };
    }
}
