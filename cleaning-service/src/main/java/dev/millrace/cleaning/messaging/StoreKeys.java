package dev.millrace.cleaning.messaging;

import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.Revision;
import dev.millrace.contracts.event.FingerprintLayer;
import dev.millrace.contracts.event.Member;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;

/**
 * Keys whose byte order is the order of what they name, so that a neighbour is one step of a range scan away. A name, which has no zero
 * byte, ends with one; a time is its seconds and nanoseconds with the sign bit flipped; a document's key is in UTF-16, the order Java
 * compares texts in.
 */
final class StoreKeys {
    private static final int TIME = Long.BYTES + Integer.BYTES;
    private static final int HASH = 64;

    private StoreKeys() {}

    /** Before all revisions of the document. */
    static Bytes revisions(DocumentId document) {
        return Bytes.wrap(name(document.key()));
    }

    static Bytes revision(DocumentId document, Revision revision) {
        byte[] name = name(document.key());
        ByteBuffer key = ByteBuffer.allocate(name.length + TIME + HASH).put(name);
        putTime(key, revision.submittedAt());
        return Bytes.wrap(
                key.put(revision.sha256().getBytes(StandardCharsets.US_ASCII)).array());
    }

    static Revision revisionOf(Bytes key) {
        ByteBuffer buffer = ByteBuffer.wrap(key.get());
        buffer.position(key.get().length - TIME - HASH);
        Instant time = time(buffer);
        return new Revision(time, StandardCharsets.US_ASCII.decode(buffer).toString());
    }

    /** Before all members of the set. */
    static Bytes members(FingerprintLayer layer, String fingerprint) {
        return Bytes.wrap(name(set(layer, fingerprint)));
    }

    static Bytes member(FingerprintLayer layer, String fingerprint, Member member) {
        byte[] name = name(set(layer, fingerprint));
        byte[] document = member.document().key().getBytes(StandardCharsets.UTF_16BE);
        ByteBuffer key =
                ByteBuffer.allocate(name.length + TIME + document.length).put(name);
        putTime(key, member.submittedAt());
        return Bytes.wrap(key.put(document).array());
    }

    static Member memberOf(FingerprintLayer layer, String fingerprint, Bytes key) {
        ByteBuffer buffer = ByteBuffer.wrap(key.get());
        buffer.position(name(set(layer, fingerprint)).length);
        Instant time = time(buffer);
        return new Member(
                time, DocumentId.ofKey(StandardCharsets.UTF_16BE.decode(buffer).toString()));
    }

    /** Behind everything that begins with the prefix, which ends with a zero byte. */
    static Bytes behind(Bytes prefix) {
        byte[] end = prefix.get().clone();
        end[end.length - 1] = 1;
        return Bytes.wrap(end);
    }

    /** Which partition keeps the set. */
    static byte[] partitionKey(FingerprintLayer layer, String fingerprint) {
        return name(set(layer, fingerprint));
    }

    private static String set(FingerprintLayer layer, String fingerprint) {
        return layer.name() + "|" + fingerprint;
    }

    private static byte[] name(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_8);
    }

    private static void putTime(ByteBuffer key, Instant time) {
        key.putLong(time.getEpochSecond() ^ Long.MIN_VALUE).putInt(time.getNano());
    }

    private static Instant time(ByteBuffer key) {
        long second = key.getLong() ^ Long.MIN_VALUE;
        return Instant.ofEpochSecond(second, key.getInt());
    }
}
