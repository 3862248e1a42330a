package dev.millrace.storage;

import dev.millrace.contracts.Encoding;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.ObjectRef;
import java.util.List;

/** Says what a segment holds. Readers of documents do not need it: they have references. */
public final class SegmentReader {
    private final ObjectStore store;

    public SegmentReader(ObjectStore store) {
        this.store = store;
    }

    /**
     * The index, without the content.
     *
     * @throws MillraceException {@link ErrorCode#OBJECT_MISSING}, or {@link ErrorCode#OBJECT_DAMAGED} when it is no segment
     */
    public SegmentIndex index(String key) {
        long length = store.head(key)
                .map(ObjectHead::length)
                .orElseThrow(() -> new MillraceException(ErrorCode.OBJECT_MISSING, "no such segment"));
        return SegmentIndex.read(store, key, length);
    }

    /** References to all entries, in the order they were appended. */
    public List<ObjectRef> references(String key) {
        return index(key).entries().stream()
                .map(entry -> new ObjectRef(
                        store.bucket(),
                        key,
                        entry.offset(),
                        entry.length(),
                        Encoding.ZSTD,
                        entry.sha256(),
                        entry.mediaType()))
                .toList();
    }
}
