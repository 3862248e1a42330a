package dev.millrace.storage;

import dev.millrace.contracts.Encoding;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.ObjectRef;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Packs the results of one batch into one immutable object: Zstandard frames one after the other, then an index. The key is
 * {@code kind/service/sha-256 of its bytes}, so the same appends in the same order make the same object, and a second writer finds
 * it there. For one thread; holds the packed bytes in memory until {@link #finish()}.
 */
public final class SegmentWriter {
    private static final String SEGMENT = "application/vnd.millrace.segment";

    private final ObjectStore store;
    private final String prefix;
    private final int largestPacked;
    private final List<byte[]> frames = new ArrayList<>();
    private final List<SegmentEntry> packed = new ArrayList<>();
    /** By order of appending; null where the entry is the next one of {@link #packed}. */
    private final List<@Nullable ObjectRef> alone = new ArrayList<>();

    private int size;
    private boolean finished;

    /**
     * @param kind first part of the key, {@code raw} or {@code text} for example
     * @param service second part of the key: who writes
     */
    public SegmentWriter(ObjectStore store, String kind, String service, StorageLimits limits) {
        this.store = store;
        this.prefix = kind + "/" + service + "/";
        this.largestPacked = limits.largestPacked();
    }

    /**
     * Content as it will be stored. Making it is what costs, and any thread may do that.
     *
     * @param stored one frame, or the bytes as they are where they are too many to be packed
     * @param length of the content
     */
    public record Prepared(byte[] stored, boolean packed, int length, String sha256, String mediaType) {}

    /** Hashes and packs; does not touch the segment, so several threads may prepare at once. */
    public Prepared prepare(byte[] bytes, String mediaType) {
        boolean packs = bytes.length <= largestPacked;
        return new Prepared(packs ? Frames.pack(bytes) : bytes, packs, bytes.length, Hashes.sha256(bytes), mediaType);
    }

    /**
     * Adds one entry. One that is too large to be packed is written as an object of its own at once.
     *
     * @param id whose content it is; goes into the index
     * @return the entry's position in the list that {@link #finish()} returns
     */
    public int append(String id, byte[] bytes, String mediaType) {
        return append(id, prepare(bytes, mediaType));
    }

    /** The same with what {@link #prepare} has made. */
    public int append(String id, Prepared entry) {
        if (finished) {
            throw new IllegalStateException("the segment is finished");
        }
        if (entry.packed) {
            int length = entry.stored.length;
            packed.add(new SegmentEntry(id, size, length, entry.length, entry.sha256, entry.mediaType));
            frames.add(entry.stored);
            size = Math.addExact(size, length);
            alone.add(null);
        } else {
            String key = prefix + entry.sha256;
            create(key, entry.stored, entry.sha256, entry.mediaType);
            alone.add(new ObjectRef(
                    store.bucket(), key, 0, entry.length, Encoding.IDENTITY, entry.sha256, entry.mediaType));
        }
        return alone.size() - 1;
    }

    /** Packed bytes so far, without the index: what decides when a segment is large enough. */
    public int size() {
        return size;
    }

    /**
     * Writes the segment, if any entry was packed.
     *
     * @return one reference per entry, in the order they were appended
     */
    public List<ObjectRef> finish() {
        if (finished) {
            throw new IllegalStateException("the segment is finished");
        }
        finished = true;
        String key = packed.isEmpty() ? "" : write();
        List<ObjectRef> references = new ArrayList<>(alone.size());
        int next = 0;
        for (ObjectRef single : alone) {
            references.add(single == null ? reference(key, packed.get(next++)) : single);
        }
        return references;
    }

    private String write() {
        byte[] segment = segment();
        String sha256 = Hashes.sha256(segment);
        String key = prefix + sha256;
        create(key, segment, sha256, SEGMENT);
        return key;
    }

    private byte[] segment() {
        byte[] footer = SegmentIndex.footer(packed);
        ByteBuffer segment = ByteBuffer.allocate(Math.addExact(size, footer.length));
        frames.forEach(segment::put);
        frames.clear();
        return segment.put(footer).array();
    }

    /** What is there under a key made of its hash has the same bytes, unless it was damaged or cut short when it was written. */
    private void create(String key, byte[] bytes, String sha256, String mediaType) {
        PutOutcome outcome = store.putIfAbsent(key, Content.of(bytes, sha256), mediaType);
        if (outcome instanceof PutOutcome.AlreadyThere
                && store.head(key).map(ObjectHead::length).orElse(-1L) != bytes.length) {
            throw new MillraceException(ErrorCode.OBJECT_DAMAGED, "the object that is there has another length");
        }
    }

    private ObjectRef reference(String key, SegmentEntry entry) {
        return new ObjectRef(
                store.bucket(), key, entry.offset(), entry.length(), Encoding.ZSTD, entry.sha256(), entry.mediaType());
    }
}
