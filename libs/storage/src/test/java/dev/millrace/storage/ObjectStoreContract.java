package dev.millrace.storage;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.MillraceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What every store must do, fakes and real ones alike. */
abstract class ObjectStoreContract {
    private static final int LARGER_THAN_A_PART = (20 << 20) + 17;
    private static final int RACERS = 16;

    private final String folder = "contract-" + UUID.randomUUID() + "/";
    private ObjectStore store;

    /** A store with an empty bucket, or one whose other keys do not matter. */
    abstract ObjectStore open() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() {
        if (store != null) {
            store.close();
        }
    }

    @Test
    void returnsTheBytesThatWerePut() {
        byte[] bytes = random(100_000);
        store.put(key("a"), bytes, "application/pdf");
        assertThat(store.get(key("a"))).isEqualTo(bytes);
    }

    @Test
    void takesBytesWhoseHashIsKnown() {
        byte[] bytes = random(100_000);
        store.putIfAbsent(key("a"), Content.of(bytes, Hashes.sha256(bytes)), "application/pdf");
        assertThat(store.get(key("a"))).isEqualTo(bytes);
    }

    @Test
    void keepsAnObjectWithoutBytes() {
        store.put(key("empty"), new byte[0], "text/plain");
        assertThat(store.get(key("empty"))).isEmpty();
        assertThat(store.head(key("empty")).orElseThrow().length()).isZero();
    }

    @Test
    void replacesAnObjectThatIsPutAgain() {
        store.put(key("a"), text("old and longer"), "text/plain");
        store.put(key("a"), text("new"), "text/markdown");
        assertThat(store.get(key("a"))).isEqualTo(text("new"));
        assertThat(store.head(key("a")).orElseThrow().mediaType()).startsWith("text/markdown");
    }

    @Test
    void createsAnObjectOnlyOnce() {
        assertThat(store.putIfAbsent(key("a"), text("first"), "text/plain")).isInstanceOf(PutOutcome.Created.class);
        assertThat(store.putIfAbsent(key("a"), text("second"), "text/plain"))
                .isInstanceOf(PutOutcome.AlreadyThere.class);
        assertThat(store.get(key("a"))).isEqualTo(text("first"));
    }

    @Test
    void letsExactlyOneOfManyCreateAnObject() throws Exception {
        List<PutOutcome> outcomes =
                race(RACERS, number -> store.putIfAbsent(key("a"), text("by " + number), "text/plain"));
        assertThat(outcomes).filteredOn(PutOutcome.Created.class::isInstance).hasSize(1);
        int winner = outcomes.indexOf(new PutOutcome.Created());
        assertThat(store.get(key("a"))).isEqualTo(text("by " + winner));
    }

    @Test
    void createsALargeObjectOnlyOnceToo() {
        byte[] bytes = random(LARGER_THAN_A_PART);
        byte[] others = random(LARGER_THAN_A_PART);
        assertThat(store.putIfAbsent(key("large"), bytes, "text/plain")).isInstanceOf(PutOutcome.Created.class);
        assertThat(store.putIfAbsent(key("large"), others, "text/plain")).isInstanceOf(PutOutcome.AlreadyThere.class);
        assertThat(store.get(key("large"))).isEqualTo(bytes);
    }

    @Test
    void letsExactlyOneOfManyCreateALargeObject() throws Exception {
        List<byte[]> contents =
                List.of(random(LARGER_THAN_A_PART), random(LARGER_THAN_A_PART), random(LARGER_THAN_A_PART));
        List<PutOutcome> outcomes =
                race(3, number -> store.putIfAbsent(key("large"), contents.get(number), "text/plain"));
        assertThat(outcomes).filteredOn(PutOutcome.Created.class::isInstance).hasSize(1);
        assertThat(store.get(key("large"))).isEqualTo(contents.get(outcomes.indexOf(new PutOutcome.Created())));
    }

    @Test
    void takesALargeFileAndGivesItBack(@TempDir Path files) throws IOException {
        byte[] bytes = random(LARGER_THAN_A_PART);
        Path source = Files.write(files.resolve("source"), bytes);
        Path copy = Files.writeString(files.resolve("copy"), "what was here before");

        store.put(key("large"), Content.of(source), "application/octet-stream");
        store.download(key("large"), copy);

        assertThat(copy).hasBinaryContent(bytes);
        assertThat(files)
                .as("nothing else is left in the folder")
                .isDirectoryNotContaining(path -> !path.equals(copy) && !path.equals(source));
    }

    @Test
    void leavesTheFileAloneWhenThereIsNothingToDownload(@TempDir Path files) throws IOException {
        Path copy = Files.writeString(files.resolve("copy"), "what was here before");
        assertFails(ErrorCode.OBJECT_MISSING, () -> store.download(key("nothing"), copy));
        assertThat(copy).hasContent("what was here before");
    }

    @Test
    void streamsAnObject() throws IOException {
        byte[] bytes = random(300_000);
        store.put(key("a"), bytes, "text/plain");
        try (InputStream stream = store.open(key("a"))) {
            assertThat(stream.readAllBytes()).isEqualTo(bytes);
        }
    }

    @Test
    void readsRanges() {
        byte[] bytes = text("0123456789");
        store.put(key("a"), bytes, "text/plain");
        assertThat(store.getRange(key("a"), 0, 3)).isEqualTo(text("012"));
        assertThat(store.getRange(key("a"), 4, 2)).isEqualTo(text("45"));
        assertThat(store.getRange(key("a"), 9, 1)).isEqualTo(text("9"));
        assertThat(store.getRange(key("a"), 0, 10)).isEqualTo(bytes);
    }

    @Test
    void callsAnObjectDamagedThatEndsBeforeTheRange() {
        store.put(key("a"), text("0123456789"), "text/plain");
        assertFails(ErrorCode.OBJECT_DAMAGED, () -> store.getRange(key("a"), 8, 3));
        assertFails(ErrorCode.OBJECT_DAMAGED, () -> store.getRange(key("a"), 10, 1));
    }

    @Test
    void saysThatAnObjectIsMissing() {
        assertFails(ErrorCode.OBJECT_MISSING, () -> store.get(key("nothing")));
        assertFails(ErrorCode.OBJECT_MISSING, () -> store.getRange(key("nothing"), 0, 1));
        assertFails(ErrorCode.OBJECT_MISSING, () -> store.open(key("nothing")).close());
        assertThat(store.head(key("nothing"))).isEmpty();
    }

    @Test
    void describesAnObject() {
        store.put(key("a"), text("0123456789"), "application/json");
        ObjectHead head = store.head(key("a")).orElseThrow();
        assertThat(head.key()).isEqualTo(key("a"));
        assertThat(head.length()).isEqualTo(10);
        assertThat(head.mediaType()).isEqualTo("application/json");
        assertThat(head.modified())
                .isBetween(
                        Instant.now().minus(Duration.ofMinutes(5)),
                        Instant.now().plus(Duration.ofMinutes(5)));
    }

    @Test
    void givesOtherContentAnotherTag() {
        store.put(key("a"), text("one"), "text/plain");
        String before = store.head(key("a")).orElseThrow().tag();
        store.put(key("a"), text("two"), "text/plain");
        assertThat(store.head(key("a")).orElseThrow().tag()).isNotEqualTo(before);
    }

    @Test
    void listsByPrefixInOrder() {
        for (String name : List.of("b/2", "a/1", "b/1", "ba")) {
            store.put(key(name), text(name), "text/plain");
        }
        assertThat(store.list(key("b/"))).extracting(Listed::key).containsExactly(key("b/1"), key("b/2"));
        assertThat(store.list(key("b/")).getFirst().length()).isEqualTo(3);
        assertThat(store.list(folder))
                .extracting(Listed::key)
                .containsExactly(key("a/1"), key("b/1"), key("b/2"), key("ba"));
        assertThat(store.list(key("nothing"))).isEmpty();
    }

    @Test
    void deletesAnObjectAndDoesNotMindIfItIsGone() {
        store.put(key("a"), text("a"), "text/plain");
        store.delete(key("a"));
        assertThat(store.head(key("a"))).isEmpty();
        store.delete(key("a"));
        assertThat(store.putIfAbsent(key("a"), text("b"), "text/plain")).isInstanceOf(PutOutcome.Created.class);
    }

    @Test
    void takesKeysWithAllKindsOfCharacters() {
        for (String name :
                List.of("a b", "ä/ö", "a+b", "x=y&z", "100%", "quote'\"", "semi;colon", "at@sign", "~tilde")) {
            store.put(key(name), text(name), "text/plain");
            assertThat(store.get(key(name))).as(name).isEqualTo(text(name));
            assertThat(store.list(key(name))).extracting(Listed::key).containsExactly(key(name));
        }
    }

    @Test
    void refusesContentThatIsShorterThanAnnouncedAndStoresNothing() {
        Content lying = Content.of(1_000, () -> new ByteArrayInputStream(new byte[999]));
        assertThatThrownBy(() -> store.put(key("short"), lying, "text/plain")).isInstanceOf(MillraceException.class);
        assertThat(store.head(key("short"))).isEmpty();
    }

    @Test
    void refusesLargeContentThatIsShorterThanAnnouncedAndStoresNothing() {
        Content lying =
                Content.of(LARGER_THAN_A_PART, () -> new ByteArrayInputStream(new byte[LARGER_THAN_A_PART - 1]));
        assertThatThrownBy(() -> store.put(key("short"), lying, "text/plain")).isInstanceOf(MillraceException.class);
        assertThat(store.head(key("short"))).isEmpty();
    }

    @Test
    void passesTheStartUpCheckAndLeavesNothingBehind() {
        ObjectStores.verify(store);
        assertThat(store.list("start-up-checks/")).isEmpty();
    }

    private String key(String name) {
        return folder + name;
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThat(catchThrowableOfType(MillraceException.class, call).code()).isEqualTo(code);
    }

    private static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        bytes[0] = (byte) System.nanoTime();
        return bytes;
    }

    /** What the numbered racer does. */
    private interface Racer {
        PutOutcome run(int number);
    }

    private static List<PutOutcome> race(int racers, Racer racer) throws Exception {
        List<Callable<PutOutcome>> calls = new ArrayList<>();
        for (int i = 0; i < racers; i++) {
            int number = i;
            calls.add(() -> racer.run(number));
        }
        List<PutOutcome> outcomes = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<PutOutcome> each : threads.invokeAll(calls)) {
                outcomes.add(each.get());
            }
        }
        return outcomes;
    }
}
