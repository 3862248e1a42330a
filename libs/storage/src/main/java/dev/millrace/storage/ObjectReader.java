package dev.millrace.storage;

import dev.millrace.contracts.Encoding;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.ObjectRef;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads what references name, decoded, and only if it hashes to what the reference says. Safe for use by many threads.
 *
 * <p>Fails with {@link MillraceException}: {@link ErrorCode#OBJECT_MISSING}; {@link ErrorCode#OBJECT_DAMAGED} when the bytes, read
 * twice, do not match the reference; {@link ErrorCode#CONTENT_TOO_LARGE} when they would exceed the limit; {@link
 * ErrorCode#REFERENCE_REFUSED} when the reference names another bucket; and with the codes of the store.
 */
public final class ObjectReader {
    private final ObjectStore store;
    private final StorageLimits limits;
    private final Parallel parallel = new Parallel(16);

    public ObjectReader(ObjectStore store, StorageLimits limits) {
        this.store = store;
        this.limits = limits;
    }

    /** One content. */
    public byte[] read(ObjectRef reference) {
        return readAll(List.of(reference)).getFirst();
    }

    /** The contents in the order of the references; neighbours in one object cost one request, several objects are read at once. */
    public List<byte[]> readAll(List<ObjectRef> references) {
        references.forEach(this::check);
        Map<ObjectRef, byte[]> contents = new ConcurrentHashMap<>();
        parallel.forEach(Fetch.plan(references, limits), fetch -> read(fetch, contents));
        return references.stream().map(contents::get).toList();
    }

    private void check(ObjectRef reference) {
        if (!reference.bucket().equals(store.bucket())) {
            throw new MillraceException(ErrorCode.REFERENCE_REFUSED, "the reference names another bucket");
        }
        if (reference.length() > limits.largestRead()) {
            throw new MillraceException(
                    ErrorCode.CONTENT_TOO_LARGE,
                    "the reference names " + reference.length() + " bytes, the limit is " + limits.largestRead());
        }
    }

    private void read(Fetch fetch, Map<ObjectRef, byte[]> contents) {
        byte[] stored = store.getRange(fetch.key(), fetch.offset(), fetch.length());
        for (ObjectRef each : fetch.references()) {
            int from = (int) (each.offset() - fetch.offset());
            contents.put(each, verified(each, Arrays.copyOfRange(stored, from, from + (int) each.length())));
        }
    }

    /** A mismatch is looked at once more, alone: what was bent on the way is whole the second time, what is damaged is not. */
    private byte[] verified(ObjectRef reference, byte[] stored) {
        try {
            return decoded(reference, stored);
        } catch (MillraceException e) {
            if (e.code() != ErrorCode.OBJECT_DAMAGED) {
                throw e;
            }
            return decoded(reference, store.getRange(reference.key(), reference.offset(), (int) reference.length()));
        }
    }

    private byte[] decoded(ObjectRef reference, byte[] stored) {
        byte[] content = reference.encoding() == Encoding.ZSTD ? Frames.unpack(stored, limits.largestRead()) : stored;
        if (!Hashes.sha256(content).equals(reference.sha256())) {
            throw new MillraceException(
                    ErrorCode.OBJECT_DAMAGED, "the content does not hash to what its reference says");
        }
        return content;
    }
}
