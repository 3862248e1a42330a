package dev.millrace.storage;

import com.github.luben.zstd.Zstd;
import dev.millrace.contracts.Encoding;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.ObjectRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ObjectReaderTest {
    private static final StorageLimits LIMITS = new StorageLimits(1_000, 5_000, 100, 4_000);

    private final InMemoryObjectStore store = new InMemoryObjectStore("bucket");
    private final AtomicInteger requests = new AtomicInteger();
    private final ObjectReader reader = new ObjectReader(new MeteredObjectStore(store, counting()), LIMITS);

    @Test
    void readsNeighboursWithOneRequest() {
        List<ObjectRef> references = segment(20);
        assertThat(reader.readAll(references)).hasSize(20);
        assertThat(requests).hasValue(1);
    }

    @Test
    void readsEachObjectWithItsOwnRequest() {
        List<ObjectRef> references = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            references.addAll(segment(i));
        }
        Collections.shuffle(references);
        assertThat(reader.readAll(references)).hasSize(15);
        assertThat(requests).hasValue(5);
    }

    @Test
    void returnsTheContentsInTheOrderOfTheReferencesAndRepeatedOnesToo() {
        List<ObjectRef> all = segment(3);
        List<byte[]> contents = reader.readAll(List.of(all.get(2), all.get(0), all.get(2)));
        assertThat(contents).containsExactly(content(2), content(0), content(2));
    }

    @Test
    void leavesOutWhatLiesFarApart() {
        store.put("key", new byte[3_000], "text/plain");
        reader.readAll(List.of(zeros(0, 10), zeros(110, 10), zeros(2_000, 10)));
        assertThat(requests)
                .as("the first two are 100 bytes apart, the last is not")
                .hasValue(2);
    }

    @Test
    void asksForNoMoreThanTheLimitAtOnce() {
        store.put("key", new byte[12_000], "text/plain");
        reader.readAll(
                IntStream.range(0, 12).mapToObj(i -> zeros(i * 1_000, 1_000)).toList());
        assertThat(requests).hasValue(3);
    }

    @Test
    void readsOverlappingRanges() {
        store.put("key", new byte[1_000], "text/plain");
        List<byte[]> contents = reader.readAll(List.of(zeros(0, 900), zeros(10, 20), zeros(500, 500)));
        assertThat(contents).extracting(bytes -> bytes.length).containsExactly(900, 20, 500);
    }

    @Test
    void readsNothing() {
        assertThat(reader.readAll(List.of())).isEmpty();
    }

    @Test
    void callsContentDamagedThatHashesToSomethingElse() {
        store.put("key", content(1), "text/plain");
        assertFails(ErrorCode.OBJECT_DAMAGED, plain("bucket", content(1).length, Hashes.sha256("other")));
    }

    @Test
    void readsAgainWhatWasBentOnTheWay() {
        List<ObjectRef> references = segment(3);
        ObjectReader bent = new ObjectReader(new BendingOnce(store), LIMITS);
        assertThat(bent.readAll(references)).containsExactly(content(0), content(1), content(2));
    }

    @Test
    void saysThatAnObjectIsMissing() {
        assertFails(ErrorCode.OBJECT_MISSING, plain("bucket", 1, Hashes.sha256("a")));
    }

    @Test
    void refusesAReferenceToAnotherBucket() {
        assertFails(ErrorCode.REFERENCE_REFUSED, plain("other", 1, Hashes.sha256("a")));
    }

    @Test
    void refusesAReferenceToMoreBytesThanItMayRead() {
        assertFails(ErrorCode.CONTENT_TOO_LARGE, plain("bucket", 5_001, Hashes.sha256("a")));
        assertThat(requests).as("nothing is fetched").hasValue(0);
    }

    @Test
    void doesNotInflateAFrameThatAnnouncesMoreThanTheLimit() {
        byte[] bomb = Zstd.compress(new byte[5_001]);
        assertFails(ErrorCode.CONTENT_TOO_LARGE, frame(bomb));
    }

    @Test
    void doesNotInflateAFrameThatHoldsMoreThanItAnnounces() {
        byte[] bomb = Zstd.compress(new byte[100_000]);
        int sizeField = 6;
        assertThat(Zstd.getFrameContentSize(bomb)).isEqualTo(100_000);
        bomb[sizeField - 1] = 10;
        bomb[sizeField] = 0;
        bomb[sizeField + 1] = 0;
        assertThat(Zstd.getFrameContentSize(bomb)).isBetween(0L, 5_000L);
        assertFails(ErrorCode.OBJECT_DAMAGED, frame(bomb));
    }

    @Test
    void callsARangeDamagedThatIsNotOneWholeFrame() {
        byte[] whole = Zstd.compress(content(1));
        byte[] two = new byte[whole.length * 2];
        System.arraycopy(whole, 0, two, 0, whole.length);
        System.arraycopy(whole, 0, two, whole.length, whole.length);
        for (byte[] wrong : List.of(two, "no frame at all".getBytes(UTF_8), new byte[0], cut(whole))) {
            assertFails(ErrorCode.OBJECT_DAMAGED, frame(wrong));
        }
    }

    private static byte[] cut(byte[] whole) {
        return Arrays.copyOf(whole, whole.length - 1);
    }

    private void assertFails(ErrorCode code, ObjectRef reference) {
        assertThat(catchThrowableOfType(MillraceException.class, () -> reader.read(reference))
                        .code())
                .isEqualTo(code);
    }

    private List<ObjectRef> segment(int entries) {
        SegmentWriter writer = new SegmentWriter(store, "text", "test", LIMITS);
        for (int i = 0; i < entries; i++) {
            writer.append("id-" + i, content(i), "text/plain");
        }
        return writer.finish();
    }

    private static byte[] content(int number) {
        return ("content number " + number).getBytes(UTF_8);
    }

    private ObjectRef frame(byte[] frame) {
        store.put("key", frame, "text/plain");
        return new ObjectRef("bucket", "key", 0, frame.length, Encoding.ZSTD, Hashes.sha256("a"), "text/plain");
    }

    private static ObjectRef plain(String bucket, long length, String sha256) {
        return new ObjectRef(bucket, "key", 0, length, Encoding.IDENTITY, sha256, "text/plain");
    }

    private static ObjectRef zeros(long offset, int length) {
        return new ObjectRef(
                "bucket", "key", offset, length, Encoding.IDENTITY, Hashes.sha256(new byte[length]), "text/plain");
    }

    private StoreMetrics counting() {
        return new StoreMetrics() {
            @Override
            public void succeeded(StoreOperation operation, Duration took, long bytes) {
                requests.incrementAndGet();
            }

            @Override
            public void failed(StoreOperation operation, Duration took, ErrorCode code) {
                requests.incrementAndGet();
            }
        };
    }

    /** Changes a byte of the first answer. */
    private static final class BendingOnce extends ForwardingObjectStore {
        private final AtomicInteger answers = new AtomicInteger();

        BendingOnce(ObjectStore store) {
            super(store);
        }

        @Override
        <T> T around(StoreOperation operation, long sent, Supplier<T> call) {
            T answer = call.get();
            if (answers.incrementAndGet() == 1 && answer instanceof byte[] bytes) {
                bytes[bytes.length / 2] ^= 1;
            }
            return answer;
        }
    }
}
