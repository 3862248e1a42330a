package dev.millrace.launcher.chaos.check;

import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.Origin;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.DocumentDecided;
import dev.millrace.contracts.event.DocumentIngested;
import dev.millrace.contracts.event.DocumentRejected;
import dev.millrace.contracts.event.DocumentWithdrawn;
import dev.millrace.contracts.event.PipelineMarker;
import dev.millrace.contracts.manifest.DatasetManifest;
import dev.millrace.contracts.manifest.DatasetRow;
import dev.millrace.launcher.chaos.load.ChaosSubmission;
import dev.millrace.storage.ObjectReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects the evidence from topics and objects, as anybody could. */
final class EvidenceReader {
    private final TopicReader topics;
    private final ObjectReader objects;

    EvidenceReader(TopicReader topics, ObjectReader objects) {
        this.topics = topics;
        this.objects = objects;
    }

    Evidence read(String collection, List<ChaosSubmission> submissions, DatasetManifest manifest) {
        List<DocumentRejected> rejected = topics.events(Topic.DOCUMENTS_REJECTED.wireName(), DocumentRejected.class);
        List<DocumentIngested> ingested = new ArrayList<>();
        List<Origin> effects = new ArrayList<>();
        topics.forEach(Topic.DOCUMENTS_INGESTED.wireName(), record -> {
            if (record.event().data() instanceof DocumentIngested document) {
                ingested.add(document);
                effects.add(document.origin());
            } else if (record.event().data() instanceof DocumentWithdrawn withdrawal) {
                effects.add(withdrawal.origin());
            }
        });
        rejected.forEach(each -> effects.add(each.origin()));
        return new Evidence(
                submissions,
                sent(),
                effects,
                of(collection, ingested),
                rejected,
                decided(collection),
                rows(manifest),
                deadLetters());
    }

    private static List<DocumentIngested> of(String collection, List<DocumentIngested> ingested) {
        return ingested.stream()
                .filter(each -> isOf(collection, each.document()))
                .toList();
    }

    private List<DocumentDecided> decided(String collection) {
        return topics.events(Topic.DOCUMENTS_CLEANED.wireName(), DocumentDecided.class).stream()
                .filter(each -> isOf(collection, each.document()))
                .toList();
    }

    private static boolean isOf(String collection, DocumentId document) {
        return document.collection().equals(collection);
    }

    private List<Origin> sent() {
        List<Origin> sent = new ArrayList<>();
        topics.forEach(Topic.DOCUMENTS_SUBMITTED.wireName(), record -> {
            if (!record.keyText().startsWith(PipelineMarker.KEY_PREFIX)) {
                sent.add(record.origin());
            }
        });
        return sent;
    }

    private List<DatasetRow> rows(DatasetManifest manifest) {
        return new String(objects.read(manifest.rows()), StandardCharsets.UTF_8)
                .lines()
                .map(row -> Json.read(row.getBytes(StandardCharsets.UTF_8), DatasetRow.class))
                .toList();
    }

    private Map<String, Long> deadLetters() {
        Map<String, Long> letters = new TreeMap<>();
        for (Topic topic : Topic.values()) {
            topics.forEach(topic.deadLetters(), record -> letters.merge(topic.wireName(), 1L, Long::sum));
        }
        return letters;
    }
}
