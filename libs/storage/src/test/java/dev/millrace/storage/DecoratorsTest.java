package dev.millrace.storage;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class DecoratorsTest {
    private static final byte[] BYTES = "bytes".getBytes(UTF_8);

    private final InMemoryObjectStore memory = new InMemoryObjectStore("bucket");
    private final List<Duration> pauses = new ArrayList<>();

    @Test
    void repeatsWhatAnUnavailableStoreDidNotDo() {
        Failing failing = new Failing(memory, 4, ErrorCode.STORE_UNAVAILABLE);
        retrying(failing).put("key", BYTES, "text/plain");
        assertThat(memory.get("key")).isEqualTo(BYTES);
        assertThat(failing.calls).hasValue(5);
    }

    @Test
    void pausesTwiceAsLongEachTimeUpToALimit() {
        Failing failing = new Failing(memory, 8, ErrorCode.STORE_UNAVAILABLE);
        new RetryingObjectStore(failing, 9, pauses::add).put("key", BYTES, "text/plain");
        assertThat(pauses)
                .extracting(Duration::toMillis)
                .containsExactly(100L, 200L, 400L, 800L, 1_600L, 3_200L, 5_000L, 5_000L);
    }

    @Test
    void givesUpAfterTheLastAttempt() {
        Failing failing = new Failing(memory, 100, ErrorCode.STORE_UNAVAILABLE);
        assertFails(ErrorCode.STORE_UNAVAILABLE, () -> retrying(failing).get("key"));
        assertThat(failing.calls).hasValue(5);
    }

    @Test
    void doesNotRepeatWhatTheStoreRefuses() {
        for (ErrorCode code : List.of(ErrorCode.STORE_REFUSED, ErrorCode.OBJECT_DAMAGED)) {
            Failing failing = new Failing(memory, 100, code);
            assertFails(code, () -> retrying(failing).get("key"));
            assertThat(failing.calls).hasValue(1);
        }
    }

    @Test
    void asksForAMissingObjectOnlyTwice() {
        Failing failing = new Failing(memory, 0, ErrorCode.STORE_UNAVAILABLE);
        assertFails(ErrorCode.OBJECT_MISSING, () -> retrying(failing).get("nothing"));
        assertThat(failing.calls).hasValue(2);
    }

    @Test
    void stopsRepeatingWhenTheThreadIsInterrupted() {
        Failing failing = new Failing(memory, 100, ErrorCode.STORE_UNAVAILABLE);
        Thread.currentThread().interrupt();
        assertFails(ErrorCode.STORE_UNAVAILABLE, () -> retrying(failing).get("key"));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(failing.calls).hasValue(1);
    }

    @Test
    void opensTheContentAnewForEachAttempt() {
        AtomicInteger opened = new AtomicInteger();
        Content content = Content.of(BYTES.length, () -> {
            opened.incrementAndGet();
            return Content.of(BYTES).open();
        });
        Forgetful forgetful = new Forgetful(memory, 1);
        ObjectStores.assemble(forgetful, 5, StoreMetrics.NONE).put("key", content, "text/plain");
        assertThat(opened).hasValue(2);
        assertThat(memory.get("key")).isEqualTo(BYTES);
    }

    @Test
    void doesNotBelieveAnAcknowledgedPutThatDoesNotShow() {
        ObjectStore store = new VerifyingObjectStore(new Forgetful(memory, 2));
        assertFails(ErrorCode.STORE_UNAVAILABLE, () -> store.put("key", BYTES, "text/plain"));
        assertFails(ErrorCode.STORE_UNAVAILABLE, () -> store.putIfAbsent("key", BYTES, "text/plain"));
    }

    @Test
    void countsEveryTryWithItsOutcomeAndBytes() {
        List<String> seen = new ArrayList<>();
        StoreMetrics metrics = new StoreMetrics() {
            @Override
            public void succeeded(StoreOperation operation, Duration took, long bytes) {
                seen.add(operation + " " + bytes);
            }

            @Override
            public void failed(StoreOperation operation, Duration took, ErrorCode code) {
                seen.add(operation + " " + code);
            }
        };
        ObjectStore store = ObjectStores.assemble(new Failing(memory, 1, ErrorCode.STORE_UNAVAILABLE), 5, metrics);
        store.put("key", BYTES, "text/plain");
        store.get("key");
        store.getRange("key", 1, 2);
        assertThat(seen).containsExactly("PUT STORE_UNAVAILABLE", "PUT 5", "HEAD 0", "GET 5", "RANGE_GET 2");
    }

    @Test
    void refusesAStoreThatIgnoresTheCondition() {
        ObjectStore careless = new Careless(memory);
        assertFails(ErrorCode.STORE_REFUSED, () -> ObjectStores.verify(careless));
        assertThat(memory.list("")).isEmpty();
    }

    @Test
    void keepsTheSecretOutOfPrintedSettings() {
        StoreSettings settings = StoreSettings.of(URI.create("http://localhost:1"), "eu", "open", "hidden", "b");
        assertThat(settings.toString()).contains("localhost").doesNotContain("hidden", "open");
    }

    private ObjectStore retrying(ObjectStore store) {
        return new RetryingObjectStore(store, 5, pauses::add);
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThat(catchThrowableOfType(MillraceException.class, call).code()).isEqualTo(code);
    }

    /** Fails the first calls. */
    private static final class Failing extends ForwardingObjectStore {
        private final AtomicInteger calls = new AtomicInteger();
        private final int failures;
        private final ErrorCode code;

        Failing(ObjectStore store, int failures, ErrorCode code) {
            super(store);
            this.failures = failures;
            this.code = code;
        }

        @Override
        <T> T around(StoreOperation operation, long sent, Supplier<T> call) {
            if (calls.incrementAndGet() <= failures) {
                throw new MillraceException(code, "as told");
            }
            return call.get();
        }
    }

    /** Acknowledges the first puts and loses them. */
    private static final class Forgetful extends ForwardingObjectStore {
        private final ObjectStore store;
        private final AtomicInteger forgets;

        Forgetful(ObjectStore store, int puts) {
            super(store);
            this.store = store;
            this.forgets = new AtomicInteger(puts);
        }

        @Override
        <T> T around(StoreOperation operation, long sent, Supplier<T> call) {
            T answer = call.get();
            if (sent > 0 && forgets.getAndDecrement() > 0) {
                store.delete("key");
            }
            return answer;
        }
    }

    /** Replaces although it was told not to. */
    private static final class Careless extends ForwardingObjectStore {
        private final ObjectStore store;

        Careless(ObjectStore store) {
            super(store);
            this.store = store;
        }

        @Override
        <T> T around(StoreOperation operation, long sent, Supplier<T> call) {
            if (operation == StoreOperation.CREATE) {
                store.list("").forEach(each -> store.delete(each.key()));
            }
            return call.get();
        }
    }
}
