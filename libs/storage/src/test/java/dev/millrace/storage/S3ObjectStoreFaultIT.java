package dev.millrace.storage;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.testkit.Await;
import dev.millrace.testkit.Fault;
import dev.millrace.testkit.Faults;
import dev.millrace.testkit.FaultyProxy;
import dev.millrace.testkit.StoreAddress;
import dev.millrace.testkit.TestEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** F8: a faulty network and a faulty store in front of the real one. I5: whatever a reference names is there and whole. */
class S3ObjectStoreFaultIT {
    private static final int LARGE = (20 << 20) + 1;

    private StoreAddress direct;
    private FaultyProxy proxy;
    private ObjectStore store;

    @BeforeEach
    void start() {
        direct = TestEnvironment.shared().newBucket();
        proxy = FaultyProxy.start(direct.endpoint());
        store = ObjectStores.connect(settings().withTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(2)));
    }

    @AfterEach
    void stop() {
        store.close();
        proxy.close();
    }

    static Stream<Fault> faults() {
        return Stream.of(
                new Fault.Status(503),
                new Fault.Status(500),
                new Fault.Status(429),
                new Fault.RequestReset(0),
                new Fault.RequestReset(900),
                new Fault.RequestReset(50_000),
                new Fault.AnswerReset(0),
                new Fault.AnswerReset(10),
                new Fault.AnswerReset(600),
                new Fault.BodyCutShort(1),
                new Fault.Delay(Duration.ofMillis(300)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aPutOvercomesTwoFaultsInARow(Fault fault) {
        proxy.apply(Faults.first(2, "PUT", fault));
        byte[] bytes = random(100_000, 1);
        store.put("key", bytes, "text/plain");
        assertHarmed();
        assertThat(store.get("key")).isEqualTo(bytes);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aCreateOnlyPutOvercomesTwoFaultsInARow(Fault fault) {
        proxy.apply(Faults.first(2, "PUT", fault));
        byte[] bytes = random(100_000, 2);
        store.putIfAbsent("key", bytes, "text/plain");
        assertHarmed();
        assertThat(store.putIfAbsent("key", random(10, 3), "text/plain")).isInstanceOf(PutOutcome.AlreadyThere.class);
        assertThat(store.get("key")).isEqualTo(bytes);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aReadOvercomesTwoFaultsInARow(Fault fault) {
        byte[] bytes = random(100_000, 4);
        store.put("key", bytes, "text/plain");
        proxy.apply(Faults.first(2, "GET", fault));
        assertThat(store.get("key")).isEqualTo(bytes);
        assertHarmed();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aLargePutOvercomesAFaultInTheMiddle(Fault fault) {
        byte[] bytes = random(LARGE, 5);
        proxy.apply(Faults.first(1, "PUT", fault));
        store.putIfAbsent("key", bytes, "text/plain");
        assertHarmed();
        assertThat(store.head("key").orElseThrow().length()).isEqualTo(LARGE);
        assertThat(store.getRange("key", LARGE - 100L, 100)).isEqualTo(Arrays.copyOfRange(bytes, LARGE - 100, LARGE));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aDownloadOvercomesAFaultAndLeavesOneFile(Fault fault, @TempDir Path folder) throws IOException {
        byte[] bytes = random(200_000, 6);
        store.put("key", bytes, "text/plain");
        proxy.apply(Faults.first(1, "GET", fault));
        store.download("key", folder.resolve("file"));
        assertHarmed();
        assertThat(folder.resolve("file")).hasBinaryContent(bytes);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void anAcknowledgedPutThatTheStoreNeverSawIsPutAgain() {
        proxy.apply(Faults.first(1, "PUT", new Fault.Swallowed()));
        byte[] bytes = random(1_000, 7);
        assertThat(store.putIfAbsent("key", bytes, "text/plain")).isInstanceOf(PutOutcome.Created.class);
        assertThat(store.get("key")).isEqualTo(bytes);
    }

    @Test
    void aPreconditionThatFailedForNoReasonIsTriedAgain() {
        proxy.apply(Faults.first(1, "PUT", new Fault.Status(412)));
        byte[] bytes = random(1_000, 8);
        store.putIfAbsent("key", bytes, "text/plain");
        assertThat(store.get("key")).isEqualTo(bytes);
    }

    @Test
    void aBentByteIsNoticedAndReadAgain() {
        List<ObjectRef> references = segment(10, 9);
        proxy.apply(Faults.first(1, "GET", new Fault.BodyBent()));
        List<byte[]> contents = new ObjectReader(store, StorageLimits.defaults()).readAll(references);
        assertHarmed();
        assertThat(contents).hasSize(10);
    }

    @Test
    void aStoreThatNeverAnswersIsUnavailable() {
        try (ObjectStore impatient = ObjectStores.connect(settings()
                .withTimeouts(Duration.ofMillis(200), Duration.ofMillis(200))
                .withAttempts(2))) {
            proxy.apply(Faults.always(new Fault.Delay(Duration.ofSeconds(3))));
            assertFails(ErrorCode.STORE_UNAVAILABLE, () -> impatient.get("key"));
        }
    }

    @Test
    void aStoreThatAlwaysFailsIsUnavailable() {
        proxy.apply(Faults.always(new Fault.Status(503)));
        assertFails(ErrorCode.STORE_UNAVAILABLE, () -> store.put("key", random(10, 10), "text/plain"));
        assertFails(ErrorCode.STORE_UNAVAILABLE, () -> store.head("key"));
        assertFails(ErrorCode.STORE_UNAVAILABLE, () -> store.list("key"));
        assertFails(ErrorCode.STORE_UNAVAILABLE, () -> store.delete("key"));
    }

    @Test
    void aStoreThatIsNotThereIsUnavailable() {
        proxy.close();
        assertFails(ErrorCode.STORE_UNAVAILABLE, () -> store.get("key"));
    }

    @Test
    void wrongKeysAndBucketsAreRefusedWithoutTryingAgain() {
        StoreSettings right = settings();
        StoreSettings wrongSecret = StoreSettings.of(
                right.endpoint(), right.region(), right.accessKey(), "wrong-secret-key", right.bucket());
        StoreSettings wrongBucket = StoreSettings.of(
                right.endpoint(), right.region(), right.accessKey(), right.secretKey(), "no-such-bucket");
        for (StoreSettings wrong : List.of(wrongSecret, wrongBucket)) {
            try (ObjectStore refusing = ObjectStores.connect(wrong)) {
                assertFails(ErrorCode.STORE_REFUSED, () -> ObjectStores.verify(refusing));
                assertFails(ErrorCode.STORE_REFUSED, () -> refusing.get("key"));
            }
        }
    }

    /** The seed is in the name of the failing case. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everythingThatWasReferredToIsThereAfterAStorm(long seed) {
        List<Fault> storm = new ArrayList<>(faults().toList());
        storm.addAll(List.of(new Fault.Swallowed(), new Fault.Status(412), new Fault.BodyBent()));
        Faults weather = Faults.random(seed, 0.25, storm);
        proxy.apply((method, path) -> stormy(method, weather.next(method, path)));

        List<ObjectRef> references = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            int number = i;
            references.addAll(untilItWorks(() -> segment(8, seed * 1_000 + number)));
        }
        assertHarmed();

        proxy.apply(Faults.none());
        ObjectReader reader = new ObjectReader(store, StorageLimits.defaults());
        assertThat(reader.readAll(references)).hasSize(96);
    }

    @Test
    void leavesNoThreadsBehindWhenClosed() {
        for (int i = 0; i < 3; i++) {
            try (ObjectStore each = ObjectStores.connect(settings())) {
                each.head("key");
            }
        }
        store.close();
        Await.until(
                "the client's threads end",
                Duration.ofSeconds(10),
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("OkHttp http")));
    }

    /** A swallowed request other than a put means an answer that no store gives, which says nothing about us. */
    private static Fault stormy(String method, Fault fault) {
        boolean onlyForPuts =
                fault instanceof Fault.Swallowed || fault instanceof Fault.Status status && status.code() == 412;
        return onlyForPuts && !method.equals("PUT") ? new Fault.None() : fault;
    }

    private interface Work {
        List<ObjectRef> run();
    }

    private static List<ObjectRef> untilItWorks(Work work) {
        List<ObjectRef> result = new ArrayList<>();
        Await.until("a batch gets through", Duration.ofMinutes(1), () -> {
            try {
                return result.addAll(work.run());
            } catch (MillraceException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
                return false;
            }
        });
        return result;
    }

    private List<ObjectRef> segment(int entries, long seed) {
        SegmentWriter writer = new SegmentWriter(store, "text", "test", StorageLimits.defaults());
        for (int i = 0; i < entries; i++) {
            writer.append("id-" + i, random(5_000, seed * 100 + i), "text/plain");
        }
        return writer.finish();
    }

    private void assertHarmed() {
        assertThat(proxy.harmed()).as("requests that met a fault").isPositive();
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThat(catchThrowableOfType(MillraceException.class, call).code()).isEqualTo(code);
    }

    private static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private StoreSettings settings() {
        return S3ObjectStoreIT.settings(direct.withEndpoint(proxy.endpoint()));
    }
}
