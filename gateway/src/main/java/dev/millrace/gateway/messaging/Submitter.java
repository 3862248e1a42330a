package dev.millrace.gateway.messaging;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.SubmittedContent;
import dev.millrace.contracts.event.SubmittedReference;
import dev.millrace.gateway.GatewayStep;
import dev.millrace.gateway.GatewayStep.Submission;
import dev.millrace.gateway.GatewayStep.Upload;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.storage.Content;
import dev.millrace.storage.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Hands documents in on the public topic, as any producer does. */
public final class Submitter implements AutoCloseable {
    private final GatewayStep step;
    private final Producer<byte[], byte[]> producer;
    private final ObjectStore store;
    private final int largestInline;

    public Submitter(GatewayStep step, KafkaClients clients, ObjectStore store, int largestInline) {
        this.step = step;
        this.producer = clients.producer();
        this.store = store;
        this.largestInline = largestInline;
    }

    /** @return the submission, acknowledged */
    public Submission submit(Upload upload, Path file) {
        try {
            return send(step.submit(UUID.randomUUID().toString(), upload, content(file)));
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.DISK_FULL, "the upload cannot be read", e);
        }
    }

    private SubmittedContent content(Path file) throws IOException {
        long length = Files.size(file);
        if (length <= largestInline) {
            return new SubmittedContent(Base64.getEncoder().encodeToString(Files.readAllBytes(file)), null, null);
        }
        String sha256 = sha256(file);
        String key = "uploads/" + sha256;
        store.putIfAbsent(key, Content.of(file), "application/octet-stream");
        return new SubmittedContent(null, null, new SubmittedReference(store.bucket(), key, 0L, length, sha256));
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = Hashes.newSha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** @return the submission, acknowledged */
    public Submission withdraw(String collection, String documentId, Instant time, String source) {
        return send(step.withdraw(UUID.randomUUID().toString(), collection, documentId, time, source));
    }

    private Submission send(Submission submission) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topic.DOCUMENTS_SUBMITTED.wireName(), null, submission.value());
        submission
                .attributes()
                .forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        try {
            producer.send(record).get();
            return submission;
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
