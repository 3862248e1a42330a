package dev.millrace.launcher.chaos;

import dev.millrace.contracts.Json;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.CollectionRecorded;
import dev.millrace.contracts.event.DatasetFailed;
import dev.millrace.contracts.event.DatasetReady;
import dev.millrace.contracts.event.DatasetRequested;
import dev.millrace.contracts.event.DatasetSealed;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.contracts.manifest.DatasetManifest;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.launcher.chaos.check.TopicReader;
import dev.millrace.launcher.chaos.load.ChaosSubmission;
import dev.millrace.launcher.local.LauncherException;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.storage.ObjectReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The running line as its users see it: documents go in with a plain producer, datasets come out. */
final class ChaosLine {
    static final String SOURCE = "urn:millrace:chaos";

    private static final Duration ASK = Duration.ofMillis(500);
    private static final Duration NOTHING_HAPPENS = Duration.ofMinutes(4);
    private static final Duration LONGEST = Duration.ofHours(2);

    private final KafkaClients clients;
    private final ObjectReader objects;
    private final TopicReader topics;

    ChaosLine(KafkaClients clients, ObjectReader objects) {
        this.clients = clients;
        this.objects = objects;
        this.topics = new TopicReader(clients);
    }

    TopicReader topics() {
        return topics;
    }

    ObjectReader objects() {
        return objects;
    }

    void define(String collection, Recipe recipe) {
        Instant now = Instant.now();
        try (EventPublisher publisher = EventPublisher.plain(clients)) {
            for (boolean current : new boolean[] {false, true}) {
                publisher.publish(OutgoingEvent.to(
                        Topic.COLLECTIONS,
                        new CollectionRecorded(collection, recipe.version(), current, recipe, now, "chaos")));
            }
        }
    }

    /** Returns when every record is acknowledged. */
    void submit(String collection, List<ChaosSubmission> submissions, Pace pace) {
        try (Producer<byte[], byte[]> producer = clients.producer()) {
            List<Future<RecordMetadata>> sent = new ArrayList<>(submissions.size());
            for (ChaosSubmission submission : submissions) {
                pace.next();
                sent.add(producer.send(record(collection, submission)));
            }
            producer.flush();
            for (Future<RecordMetadata> acknowledged : sent) {
                acknowledged.get();
            }
        } catch (ExecutionException e) {
            throw LauncherException.failed("Kafka did not take a document.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LauncherException.failed("Interrupted.", e);
        }
    }

    /** Called before each record: may wait. */
    @FunctionalInterface
    interface Pace {
        void next();
    }

    private static ProducerRecord<byte[], byte[]> record(String collection, ChaosSubmission submission) {
        byte @Nullable [] value = switch (submission) {
            case ChaosSubmission.Document document -> utf8(document.text());
            case ChaosSubmission.Broken broken -> utf8(broken.text());
            case ChaosSubmission.Withdrawal withdrawal -> null;
            case ChaosSubmission.Nameless nameless -> null;
        };
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(Topic.DOCUMENTS_SUBMITTED.wireName(), null, value);
        if (submission instanceof ChaosSubmission.Nameless) {
            return record;
        }
        Headers headers = record.headers();
        headers.add("ce_specversion", utf8("1.0"));
        headers.add("ce_type", utf8("dev.millrace.document." + (value == null ? "withdrawn" : "raw") + ".v1"));
        headers.add("ce_id", utf8(submission.documentId() + "@" + submission.time()));
        headers.add("ce_source", utf8(SOURCE));
        headers.add("ce_collection", utf8(collection));
        headers.add("ce_subject", utf8(submission.documentId()));
        headers.add("ce_time", utf8(submission.time().toString()));
        headers.add(
                "content-type", utf8(submission instanceof ChaosSubmission.Broken ? "application/pdf" : "text/plain"));
        return record;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Asks for a dataset after a drain. */
    void request(String collection, String request) {
        try (EventPublisher publisher = EventPublisher.plain(clients)) {
            publisher.publish(OutgoingEvent.to(
                    Topic.DATASETS_REQUESTED, new DatasetRequested(request, collection, true, Instant.now(), "chaos")));
        }
    }

    /** Asks for a dataset after a drain, and waits until it is sealed. */
    DatasetManifest seal(String collection, String request) {
        request(collection, request);
        DatasetSealed sealed = await(Topic.DATASETS_SEALED, DatasetSealed.class, request, DatasetSealed::request);
        return Json.read(objects.read(sealed.manifest()), DatasetManifest.class);
    }

    /** Waits until the tokens of a sealed dataset are made. */
    DatasetReady awaitReady(String request) {
        return await(Topic.DATASETS_READY, DatasetReady.class, request, DatasetReady::request);
    }

    /** A slow machine may take its time, as long as records are written. */
    private <T extends Event> T await(Topic topic, Class<T> type, String request, Function<T, String> requestOf) {
        List<String> names = Stream.of(Topic.values()).map(Topic::wireName).toList();
        Patience patience = new Patience(NOTHING_HAPPENS, LONGEST, () -> topics.written(names));
        while (!patience.isOver()) {
            Optional<T> answer = topics.events(topic.wireName(), type).stream()
                    .filter(event -> requestOf.apply(event).equals(request))
                    .findFirst();
            if (answer.isPresent()) {
                return answer.get();
            }
            topics.events(Topic.DATASETS_FAILED.wireName(), DatasetFailed.class).stream()
                    .filter(event -> event.request().equals(request))
                    .findFirst()
                    .ifPresent(failed -> {
                        throw LauncherException.failed("The dataset failed: " + failed.code() + " " + failed.message());
                    });
            LockSupport.parkNanos(ASK.toNanos());
        }
        throw LauncherException.failed("No " + topic.wireName() + " came, and nothing has happened for "
                + NOTHING_HAPPENS.toMinutes() + " min.");
    }
}
