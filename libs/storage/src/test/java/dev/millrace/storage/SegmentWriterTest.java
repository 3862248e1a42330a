package dev.millrace.storage;

import com.github.luben.zstd.ZstdInputStream;
import dev.millrace.contracts.Encoding;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.ObjectRef;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SegmentWriterTest {
    private static final StorageLimits LIMITS = new StorageLimits(1_000, 10_000, 100, 5_000);

    private final ObjectStore store = new InMemoryObjectStore("bucket");
    private final ObjectReader reader = new ObjectReader(store, LIMITS);

    @Test
    void returnsAReferenceForEachEntryInOrder() {
        SegmentWriter writer = writer();
        assertThat(writer.append("c/one", text("first text"), "text/plain")).isZero();
        assertThat(writer.append("c/two", text("second text"), "application/json"))
                .isEqualTo(1);

        List<ObjectRef> references = writer.finish();

        assertThat(references).extracting(ObjectRef::encoding).containsOnly(Encoding.ZSTD);
        assertThat(references).extracting(ObjectRef::mediaType).containsExactly("text/plain", "application/json");
        assertThat(references.get(0).sha256()).isEqualTo(Hashes.sha256("first text"));
        assertThat(reader.readAll(references)).containsExactly(text("first text"), text("second text"));
    }

    @Test
    void namesTheSegmentByTheHashOfItsBytes() {
        String key = write("a", "b").getFirst().key();
        assertThat(key).isEqualTo("text/ingest/" + Hashes.sha256(store.get(key)));
    }

    @Test
    void makesTheSameObjectOfTheSameEntries() {
        assertThat(write("a", "b")).isEqualTo(write("a", "b"));
        assertThat(store.list("")).hasSize(1);
    }

    @Test
    void makesAnotherObjectOfAnotherOrder() {
        assertThat(write("a", "b").getFirst().key())
                .isNotEqualTo(write("b", "a").getFirst().key());
    }

    @Test
    void isOneZstandardStreamOfAllContents() throws IOException {
        String key = write("one,", "two,", "three").getFirst().key();
        try (ZstdInputStream stream = new ZstdInputStream(new ByteArrayInputStream(store.get(key)))) {
            assertThat(stream.setContinuous(true).readAllBytes()).isEqualTo(text("one,two,three"));
        }
    }

    @Test
    void givesALargeEntryAnObjectOfItsOwn() {
        byte[] large = new byte[1_001];
        SegmentWriter writer = writer();
        writer.append("small", text("small"), "text/plain");
        writer.append("large", large, "application/pdf");
        writer.append("last", text("last"), "text/plain");

        List<ObjectRef> references = writer.finish();

        assertThat(references.get(1))
                .isEqualTo(new ObjectRef(
                        "bucket",
                        "text/ingest/" + Hashes.sha256(large),
                        0,
                        1_001,
                        Encoding.IDENTITY,
                        Hashes.sha256(large),
                        "application/pdf"));
        assertThat(reader.readAll(references)).containsExactly(text("small"), large, text("last"));
    }

    @Test
    void writesNothingWhenThereIsNothingToPack() {
        assertThat(writer().finish()).isEmpty();
        assertThat(store.list("")).isEmpty();
    }

    @Test
    void keepsAnEntryWithoutBytes() {
        assertThat(reader.readAll(write("a", "", "b"))).containsExactly(text("a"), text(""), text("b"));
    }

    @Test
    void listsItsEntriesInTheIndex() {
        String key = write("one", "two").getFirst().key();
        SegmentReader segments = new SegmentReader(store);
        assertThat(segments.index(key).entries()).extracting(SegmentEntry::id).containsExactly("id-0", "id-1");
        assertThat(segments.index(key).entries()).extracting(SegmentEntry::size).containsExactly(3L, 3L);
        assertThat(reader.readAll(segments.references(key))).containsExactly(text("one"), text("two"));
    }

    @Test
    void writesTheIndexInItsCanonicalForm() {
        String key = write("one", "zwei \"drei\"").getFirst().key();
        byte[] segment = store.get(key);
        byte[] json = Json.canonical(new SegmentReader(store).index(key));
        int end = segment.length - SegmentIndex.TRAILER;
        assertThat(Arrays.copyOfRange(segment, end - json.length, end)).isEqualTo(json);
    }

    @Test
    void callsAnObjectThatIsNoSegmentDamaged() {
        for (String content : List.of("", "short", "long enough, but without the four letters at its end")) {
            store.put("key", text(content), "text/plain");
            assertThatThrownBy(() -> new SegmentReader(store).index("key"))
                    .isInstanceOfSatisfying(
                            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OBJECT_DAMAGED));
        }
    }

    @Test
    void noticesThatTheObjectUnderItsNameWasCutShort() {
        String key = write("a", "b").getFirst().key();
        store.put(key, text("half"), "text/plain");
        assertThatThrownBy(() -> write("a", "b"))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OBJECT_DAMAGED));
    }

    @Test
    void canBeFinishedOnlyOnce() {
        SegmentWriter writer = writer();
        writer.finish();
        assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> writer.append("a", text("a"), "text/plain")).isInstanceOf(IllegalStateException.class);
    }

    private List<ObjectRef> write(String... texts) {
        SegmentWriter writer = writer();
        for (int i = 0; i < texts.length; i++) {
            writer.append("id-" + i, text(texts[i]), "text/plain");
        }
        return writer.finish();
    }

    private SegmentWriter writer() {
        return new SegmentWriter(store, "text", "ingest", LIMITS);
    }

    private static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }
}
