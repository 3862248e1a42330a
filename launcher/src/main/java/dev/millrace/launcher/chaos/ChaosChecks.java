package dev.millrace.launcher.chaos;

import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.Decision;
import dev.millrace.contracts.event.DocumentDecided;
import dev.millrace.contracts.event.DocumentFormatted;
import dev.millrace.contracts.event.DocumentIngested;
import dev.millrace.contracts.event.DocumentRejected;
import dev.millrace.contracts.manifest.DatasetManifest;
import dev.millrace.contracts.manifest.DatasetRow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
        conservation(decisions, manifest);
        invention();
        reasons(decisions);
        references(decisions, manifest);
        deadLetters();
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
    private void conservation(Map<String, DocumentDecided> decisions, DatasetManifest manifest) {
        Map<String, String> expected = Expectation.of(submissions);
        Map<String, String> actual = new TreeMap<>();
        decisions.forEach((id, decided) -> actual.put(id, outcome(decided.decision())));
        compare("I1", expected, actual);
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
            if (submission instanceof ChaosSubmission.Document document) {
                hashes.add(Hashes.sha256(document.text()));
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
    private void reasons(Map<String, DocumentDecided> decisions) {
        decisions.values().forEach(decided -> {
            if (decided.origin().topic().isEmpty() || decided.stageVersion().isEmpty()) {
                violations.add("I3: " + decided.document() + " has no origin or stage");
            }
        });
        line.topics().events(Topic.DOCUMENTS_REJECTED.wireName(), DocumentRejected.class).stream()
                .filter(rejected -> rejected.document() != null
                        && rejected.document().collection().equals(collection))
                .forEach(
                        rejected -> violations.add("I1: " + rejected.document() + " was rejected: " + rejected.code()));
    }

    /** I5: every reference that counts can be read and hashes to what it says. */
    private void references(Map<String, DocumentDecided> decisions, DatasetManifest manifest) {
        List<ObjectRef> references = new ArrayList<>();
        decisions.values().forEach(decided -> {
            if (decided.raw() != null) {
                references.add(decided.raw());
            }
            switch (decided.decision()) {
                case Decision.Kept kept -> references.add(kept.clean());
                case Decision.Dropped dropped -> references.add(dropped.clean());
                case Decision.Withdrawn withdrawn -> {}
            }
        });
        line.topics().events(Topic.DOCUMENTS_FORMATTED.wireName(), DocumentFormatted.class).stream()
                .filter(row -> row.document().collection().equals(collection))
                .flatMap(row -> Stream.ofNullable(row.examples()))
                .forEach(references::add);
        rows(manifest).flatMap(row -> Stream.ofNullable(row.examples())).forEach(references::add);
        try {
            line.objects().readAll(references.stream().distinct().toList());
        } catch (MillraceException e) {
            violations.add("I5: a reference does not resolve: " + e.code());
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
