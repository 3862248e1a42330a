package dev.millrace.launcher.chaos;

import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.Origin;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.DatasetSealed;
import dev.millrace.contracts.event.Decision;
import dev.millrace.contracts.event.DocumentDecided;
import dev.millrace.contracts.event.DocumentIngested;
import dev.millrace.contracts.event.DocumentRejected;
import dev.millrace.contracts.event.DocumentWithdrawn;
import dev.millrace.contracts.event.PipelineMarker;
import dev.millrace.contracts.manifest.DatasetManifest;
import dev.millrace.contracts.manifest.DatasetRow;
import dev.millrace.messaging.ReceivedRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The invariants of conservation, invention, reasons, references and order, checked on topics and objects alone. */
final class ChaosChecks {
    private static final int MOST_SHOWN = 5;
    private static final int AT_ONCE = 500;

    private final ChaosLine line;
    private final String collection;
    private final List<ChaosSubmission> submissions;
    private final List<String> violations = new ArrayList<>();

    ChaosChecks(ChaosLine line, String collection, List<ChaosSubmission> submissions) {
        this.line = line;
        this.collection = collection;
        this.submissions = submissions;
    }

    /** @return one sentence for each violation; empty when all holds */
    List<String> run(DatasetManifest manifest) {
        Map<String, DocumentDecided> decisions = decisions();
        List<DocumentRejected> rejected =
                line.topics().events(Topic.DOCUMENTS_REJECTED.wireName(), DocumentRejected.class);
        conservation(decisions, rejected, manifest);
        invention();
        reasons(decisions, rejected);
        once(rejected);
        rows(decisions, manifest);
        references(Topic.values());
        deadLetters();
        return List.copyOf(violations);
    }

    /** I5 for what comes after the seal: the tokens. */
    List<String> runOnTokens() {
        references(Topic.DATASETS_READY);
        return List.copyOf(violations);
    }

    /** The latest decision of each document; on the way, I12: versions of one document only grow. */
    private Map<String, DocumentDecided> decisions() {
        Map<String, DocumentDecided> latest = new TreeMap<>();
        for (DocumentDecided decided :
                line.topics().events(Topic.DOCUMENTS_CLEANED.wireName(), DocumentDecided.class)) {
            if (!decided.document().collection().equals(collection)) {
                continue;
            }
            DocumentDecided before = latest.put(decided.document().documentId(), decided);
            if (before != null && before.sequence() >= decided.sequence()) {
                violations.add(
                        "I12: " + decided.document() + " goes from " + before.sequence() + " to " + decided.sequence());
            }
        }
        return latest;
    }

    /** I1, I4, I13: every document ends as it must, none is missing, none too many; the dataset has the kept ones. */
    private void conservation(
            Map<String, DocumentDecided> decisions, List<DocumentRejected> rejected, DatasetManifest manifest) {
        Map<String, String> expected = Expectation.of(submissions);
        Map<String, String> actual = new TreeMap<>();
        decisions.forEach((id, decided) -> actual.put(id, outcome(decided.decision())));
        rejected.stream().filter(each -> each.document() != null).forEach(each -> {
            String before = actual.put(each.document().documentId(), each.code().name());
            if (before != null && !before.equals(each.code().name())) {
                violations.add("I1: " + each.document() + " is rejected and " + before);
            }
        });
        compare("I1", expected, actual);
        compareNameless(rejected);
        Set<String> kept = expected.entrySet().stream()
                .filter(entry -> entry.getValue().equals("kept"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> inDataset =
                rows(manifest).map(DatasetRow::documentId).collect(Collectors.toCollection(TreeSet::new));
        if (!kept.equals(inDataset)) {
            violations.add("I1: the dataset has " + inDataset.size() + " documents, kept are " + kept.size());
        }
    }

    /** Records without a readable identity count by where they lay. */
    private void compareNameless(List<DocumentRejected> rejected) {
        long expected = submissions.stream()
                .filter(ChaosSubmission.Nameless.class::isInstance)
                .count();
        long actual = rejected.stream()
                .filter(each -> each.document() == null)
                .map(DocumentRejected::origin)
                .distinct()
                .count();
        if (expected != actual) {
            violations.add("I1: " + actual + " records without identity were rejected, " + expected + " were sent");
        }
    }

    private void compare(String invariant, Map<String, String> expected, Map<String, String> actual) {
        Set<String> ids = new TreeSet<>(expected.keySet());
        ids.addAll(actual.keySet());
        List<String> wrong = ids.stream()
                .filter(id -> !String.valueOf(expected.get(id)).equals(String.valueOf(actual.get(id))))
                .map(id -> id + " is " + actual.get(id) + ", not " + expected.get(id))
                .toList();
        if (!wrong.isEmpty()) {
            violations.add(invariant + ": " + wrong.size() + " documents ended wrongly: "
                    + String.join("; ", wrong.subList(0, Math.min(MOST_SHOWN, wrong.size()))));
        }
    }

    private static String outcome(Decision decision) {
        return switch (decision) {
            case Decision.Kept kept -> "kept";
            case Decision.Dropped dropped -> dropped.reason().code().name();
            case Decision.Withdrawn withdrawn -> "withdrawn";
        };
    }

    /** I2: what was ingested was submitted, byte for byte. */
    private void invention() {
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
        for (DocumentIngested ingested :
                line.topics().events(Topic.DOCUMENTS_INGESTED.wireName(), DocumentIngested.class)) {
            if (ingested.document().collection().equals(collection)
                    && !submitted
                            .getOrDefault(ingested.document().documentId(), Set.of())
                            .contains(ingested.raw().sha256())) {
                violations.add("I2: " + ingested.document() + " was never submitted with these bytes");
            }
        }
    }

    /** I3: whoever is left out is told why, by which rule, from which record. */
    private void reasons(Map<String, DocumentDecided> decisions, List<DocumentRejected> rejected) {
        decisions.values().forEach(decided -> {
            boolean told = !(decided.decision() instanceof Decision.Dropped dropped)
                    || dropped.reason().operator().contains("/");
            if (!told
                    || decided.origin().topic().isEmpty()
                    || decided.stageVersion().isEmpty()) {
                violations.add("I3: " + decided.document() + " has no operator, origin or stage");
            }
        });
        rejected.stream()
                .filter(each -> each.stage().isEmpty()
                        || each.stageVersion().isEmpty()
                        || each.origin().topic().isEmpty())
                .forEach(each -> violations.add("I3: the rejection of " + each.document() + " has no stage or origin"));
    }

    /** I13: what was submitted has its effect exactly once, however often the work on it was begun. */
    private void once(List<DocumentRejected> rejected) {
        List<Origin> origins = new ArrayList<>();
        for (ReceivedRecord record : line.topics().records(Topic.DOCUMENTS_INGESTED.wireName())) {
            switch (record.event().data()) {
                case DocumentIngested ingested -> origins.add(ingested.origin());
                case DocumentWithdrawn withdrawn -> origins.add(withdrawn.origin());
                default -> {}
            }
        }
        rejected.forEach(each -> origins.add(each.origin()));
        Set<Origin> submitted = new HashSet<>();
        for (ReceivedRecord record : line.topics().records(Topic.DOCUMENTS_SUBMITTED.wireName())) {
            if (!record.keyText().startsWith(PipelineMarker.KEY_PREFIX)) {
                submitted.add(record.origin());
            }
        }
        if (origins.size() != submitted.size() || !submitted.equals(new HashSet<>(origins))) {
            violations.add("I13: " + submitted.size() + " records were submitted, " + origins.size()
                    + " effects were seen, of " + new HashSet<>(origins).size() + " records");
        }
    }

    /** I12: the dataset has what was decided last, not something older. */
    private void rows(Map<String, DocumentDecided> decisions, DatasetManifest manifest) {
        rows(manifest).forEach(row -> {
            DocumentDecided last = decisions.get(row.documentId());
            boolean same = last != null
                    && last.decision() instanceof Decision.Kept kept
                    && kept.textSha256().equals(row.textSha256())
                    && row.revision().equals(last.revision());
            if (!same) {
                violations.add("I12: the dataset's row of " + row.documentId() + " is not what was decided last");
            }
        });
    }

    /** I5: every reference of every event and manifest can be read and hashes to what it says. */
    private void references(Topic... topics) {
        Set<ObjectRef> references = new LinkedHashSet<>();
        for (Topic topic : topics) {
            for (ReceivedRecord record : line.topics().records(topic.wireName())) {
                if (topic != Topic.DOCUMENTS_SUBMITTED) {
                    References.of(record.event().data(), references);
                }
            }
        }
        for (DatasetSealed sealed : line.topics().events(Topic.DATASETS_SEALED.wireName(), DatasetSealed.class)) {
            DatasetManifest manifest = Json.read(line.objects().read(sealed.manifest()), DatasetManifest.class);
            references.add(manifest.rows());
            rows(manifest).flatMap(row -> Stream.ofNullable(row.examples())).forEach(references::add);
        }
        List<ObjectRef> all = List.copyOf(references);
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            try {
                line.objects().readAll(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
            } catch (MillraceException e) {
                violations.add("I5: a reference does not resolve: " + e.code());
            }
        }
    }

    private void deadLetters() {
        for (Topic topic : Topic.values()) {
            int letters = line.topics().records(topic.deadLetters()).size();
            if (letters > 0) {
                violations.add("I1: " + letters + " dead letters of " + topic.wireName());
            }
        }
    }

    private Stream<DatasetRow> rows(DatasetManifest manifest) {
        return new String(line.objects().read(manifest.rows()), StandardCharsets.UTF_8)
                .lines()
                .map(row -> Json.read(row.getBytes(StandardCharsets.UTF_8), DatasetRow.class));
    }
}
