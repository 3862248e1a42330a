package dev.millrace.gateway.messaging;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.DocumentSubmitted;
import dev.millrace.contracts.event.EventType;
import dev.millrace.contracts.event.SubmittedContent;
import dev.millrace.contracts.event.SubmittedProvenance;
import dev.millrace.contracts.event.SubmittedReference;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.storage.Content;
import dev.millrace.storage.ObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Hands documents in on the public topic, as any producer does. */
public final class Submitter implements AutoCloseable {
    private final Producer<byte[], byte[]> producer;
    private final ObjectStore store;
    private final int largestInline;

    public Submitter(KafkaClients clients, ObjectStore store, int largestInline) {
        this.producer = clients.producer();
        this.store = store;
        this.largestInline = largestInline;
    }

    /**
     * A document to hand in.
     *
     * @param documentId null to derive it from source and file name
     */
    public record Upload(
            String collection,
            @Nullable String documentId,
            @Nullable String fileName,
            @Nullable String mediaType,
            Instant time,
            String source,
            SubmittedProvenance provenance,
            Path file) {
        public String id() {
            return documentId != null ? documentId : Hashes.sha256OfParts(source, String.valueOf(fileName));
        }
    }

    /** @return the submission's id; the record is acknowledged */
    public String submit(Upload upload) {
        String submission = UUID.randomUUID().toString();
        try {
            SubmittedContent content = content(upload.file());
            DocumentSubmitted data = new DocumentSubmitted(
                    upload.collection(),
                    upload.id(),
                    upload.fileName(),
                    upload.mediaType(),
                    content,
                    upload.provenance());
            Map<String, String> attributes =
                    attributes(EventType.DOCUMENT_SUBMITTED.wireName(), submission, upload.source(), upload.time());
            attributes.put("content-type", "application/json");
            send(attributes, Json.write(data));
            return submission;
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.DISK_FULL, "the upload cannot be read", e);
        }
    }

    private SubmittedContent content(Path file) throws IOException {
        if (Files.size(file) <= largestInline) {
            return new SubmittedContent(
                    java.util.Base64.getEncoder().encodeToString(Files.readAllBytes(file)), null, null);
        }
        String sha256 = sha256(file);
        String key = "uploads/" + sha256;
        store.putIfAbsent(key, Content.of(file), "application/octet-stream");
        return new SubmittedContent(
                null, null, new SubmittedReference(store.bucket(), key, 0L, Files.size(file), sha256));
    }

    private static String sha256(Path file) throws IOException {
        java.security.MessageDigest digest = Hashes.newSha256();
        try (var in = new java.security.DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return java.util.HexFormat.of().formatHex(digest.digest());
    }

    /** @return the submission's id */
    public String withdraw(String collection, String documentId, Instant time, String source) {
        String submission = UUID.randomUUID().toString();
        Map<String, String> attributes = attributes(EventType.DOCUMENT_WITHDRAWN.wireName(), submission, source, time);
        attributes.put("ce_collection", collection);
        attributes.put("ce_subject", documentId);
        send(attributes, null);
        return submission;
    }

    private static Map<String, String> attributes(String type, String id, String source, Instant time) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("ce_specversion", "1.0");
        attributes.put("ce_type", type);
        attributes.put("ce_id", id);
        attributes.put("ce_source", source);
        attributes.put("ce_time", time.toString());
        return attributes;
    }

    private void send(Map<String, String> attributes, byte @Nullable [] value) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(Topic.DOCUMENTS_SUBMITTED.wireName(), null, value);
        attributes.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        try {
            producer.send(record).get();
        } catch (ExecutionException | KafkaException e) {
            throw new MillraceException(ErrorCode.BROKER_UNAVAILABLE, "Kafka did not take the document", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.BROKER_UNAVAILABLE, "interrupted", e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
