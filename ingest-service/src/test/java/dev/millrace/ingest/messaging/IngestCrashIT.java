package dev.millrace.ingest.messaging;

import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.CollectionRecorded;
import dev.millrace.contracts.event.DocumentIngested;
import dev.millrace.contracts.event.DocumentReceipt;
import dev.millrace.contracts.event.DocumentRejected;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.KafkaSettings;
import dev.millrace.messaging.ReceivedRecord;
import dev.millrace.messaging.Topics;
import dev.millrace.storage.ObjectReader;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.ObjectStores;
import dev.millrace.storage.StorageLimits;
import dev.millrace.storage.StoreSettings;
import dev.millrace.testkit.Await;
import dev.millrace.testkit.LocalKafka;
import dev.millrace.testkit.StoreAddress;
import dev.millrace.testkit.TestEnvironment;
import dev.millrace.testkit.TestTopics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two replicas on a real broker and a real store, one of which ends at each crash point in turn and comes back: every submission has exactly
 * one outcome and one receipt (I1), and what is stored is what was submitted (I2, I5).
 */
class IngestCrashIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PARTITIONS = 4;
    private static final int EACH = 120;
    private static final List<String> PLACES = List.of(
            "before-object-put",
            "between-object-puts",
            "after-object-put",
            "before-transaction",
            "after-produce",
            "before-commit",
            "after-commit");

    private final Map<String, String> submitted = new HashMap<>();

    @Test
    void everySubmissionHasOneOutcomeThoughAReplicaEndsAtEachPlaceInTurn(@TempDir Path folder) throws Exception {
        StoreAddress address = TestEnvironment.shared().newBucket();
        try (LocalKafka kafka = LocalKafka.start();
                ObjectStore store = ObjectStores.connect(StoreSettings.of(
                        address.endpoint(),
                        address.region(),
                        address.accessKey(),
                        address.secretKey(),
                        address.bucket()))) {
            // Given
            KafkaClients clients = new KafkaClients(new KafkaSettings(kafka.bootstrapServers(), "test", "0", Map.of()));
            new Topics(clients, PARTITIONS).ensure(true);
            define(clients);
            Process steady = replica(kafka, 1, folder, address, "");
            try {
                // When
                for (String place : PLACES) {
                    Process crashing = replica(kafka, 0, folder, address, "ingest.submissions." + place);
                    Await.until(place + " was reached", PATIENCE, () -> {
                        submit(clients, EACH / 10);
                        return !crashing.isAlive();
                    });
                    assertThat(crashing.exitValue()).isEqualTo(137);
                }
                Process back = replica(kafka, 0, folder, address, "");
                try {
                    submit(clients, EACH);
                    Await.until(
                            "all are told of", PATIENCE, () -> receipts(clients).size() >= submitted.size());
                } finally {
                    back.destroyForcibly();
                }
            } finally {
                steady.destroyForcibly();
            }

            // Then
            assertOneOutcomeEach(clients, new ObjectReader(store, StorageLimits.defaults()));
        }
    }

    private static Process replica(LocalKafka kafka, int slot, Path folder, StoreAddress store, String crashPoint)
            throws Exception {
        Path data = folder.resolve("slot-" + slot);
        return IngestReplica.start(kafka.bootstrapServers(), slot, PARTITIONS, data, store, crashPoint);
    }

    private static void define(KafkaClients clients) {
        Recipe recipe = Recipe.defaults();
        try (EventPublisher publisher = EventPublisher.plain(clients)) {
            publisher.publish(OutgoingEvent.to(
                    Topic.COLLECTIONS,
                    new CollectionRecorded("handbook", recipe.version(), true, recipe, Instant.EPOCH, "test")));
        }
    }

    /** Every tenth has no text, every second has a text apart from its bytes. */
    private void submit(KafkaClients clients, int count) {
        try (Producer<byte[], byte[]> producer = clients.producer()) {
            IntStream.range(0, count).forEach(i -> {
                String id = "s-" + submitted.size();
                String text = submitted.size() % 10 == 9 ? " \n" : "Document " + id + " of the handbook.";
                submitted.put(id, text);
                producer.send(
                        record(id, text, submitted.size() % 2 == 0 ? id + ".md" : id + ".txt"),
                        (written, failure) -> assertThat(failure).isNull());
            });
            producer.flush();
        }
    }

    private static ProducerRecord<byte[], byte[]> record(String id, String text, String fileName) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topic.DOCUMENTS_SUBMITTED.wireName(), utf8(id), utf8(text));
        Map.of(
                        "ce_specversion", "1.0",
                        "ce_type", "dev.millrace.document.raw.v1",
                        "ce_id", id,
                        "ce_source", "urn:test",
                        "ce_subject", id,
                        "ce_filename", fileName,
                        "ce_collection", "handbook")
                .forEach((name, value) -> record.headers().add(name, utf8(value)));
        return record;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void assertOneOutcomeEach(KafkaClients clients, ObjectReader objects) {
        List<DocumentIngested> ingested = events(clients, Topic.DOCUMENTS_INGESTED, DocumentIngested.class);
        List<DocumentRejected> rejected = events(clients, Topic.DOCUMENTS_REJECTED, DocumentRejected.class);
        List<String> outcomes = Stream.concat(
                        ingested.stream().map(DocumentIngested::submissionId),
                        rejected.stream().map(DocumentRejected::submissionId))
                .toList();
        assertThat(outcomes).containsExactlyInAnyOrderElementsOf(submitted.keySet());
        assertThat(receipts(clients)).containsExactlyInAnyOrderElementsOf(submitted.keySet());
        assertThat(TestTopics.records(clients, Topic.DOCUMENTS_SUBMITTED.deadLetters()))
                .isEmpty();
        assertThat(rejected).hasSize((int)
                submitted.values().stream().filter(String::isBlank).count());
        ingested.forEach(event -> {
            String text = submitted.getOrDefault(event.submissionId(), "");
            assertThat(event.revision().sha256()).isEqualTo(Hashes.sha256(text));
            assertThat(objects.read(event.raw())).isEqualTo(utf8(text));
            assertThat(new String(objects.read(event.text()), StandardCharsets.UTF_8))
                    .contains(text);
        });
    }

    private static List<String> receipts(KafkaClients clients) {
        return events(clients, Topic.DOCUMENTS_RECEIPTS, DocumentReceipt.class).stream()
                .map(receipt -> String.valueOf(receipt.submissionId()))
                .toList();
    }

    private static <E extends Event> List<E> events(KafkaClients clients, Topic topic, Class<E> type) {
        return TestTopics.records(clients, topic.wireName()).stream()
                .map(record -> type.cast(ReceivedRecord.of(record).event().data()))
                .toList();
    }
}
