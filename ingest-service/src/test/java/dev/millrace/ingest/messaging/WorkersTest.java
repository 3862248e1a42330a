package dev.millrace.ingest.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WorkersTest {
    private static final int LARGE = 2 << 20;

    @Test
    void handsOnResultsInOrderAndBeginsOnlyAFewAhead() {
        AtomicInteger begun = new AtomicInteger();
        List<Integer> results = new ArrayList<>();

        new Workers(3, Duration.ofSeconds(10))
                .forEach(
                        IntStream.range(0, 50).boxed().toList(),
                        i -> LARGE,
                        i -> begun.incrementAndGet() > 0 ? i : -1,
                        i -> -1,
                        i -> {
                            assertThat(begun.get()).isLessThanOrEqualTo(i + 3);
                            results.add(i);
                        });

        assertThat(results).isEqualTo(IntStream.range(0, 50).boxed().toList());
    }

    @Test
    void smallItemsShareAThread() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        List<Integer> results = new ArrayList<>();

        new Workers(2, Duration.ofSeconds(10))
                .forEach(
                        IntStream.range(0, 640).boxed().toList(),
                        i -> 1,
                        i -> threads.add(Thread.currentThread()) ? i : i,
                        i -> -1,
                        results::add);

        assertThat(results).isEqualTo(IntStream.range(0, 640).boxed().toList());
        assertThat(threads).hasSize(10);
    }

    /** The threads of those that hang are not missed by those that come after. */
    @ParameterizedTest
    @ValueSource(ints = {1, LARGE})
    void givesUpWhatTakesTooLongAndServesTheNext(int size) {
        CountDownLatch never = new CountDownLatch(1);
        List<String> results = new ArrayList<>();

        new Workers(2, Duration.ofMillis(100))
                .forEach(
                        List.of("hang", "hang", "hang", "good"),
                        item -> item.equals("hang") ? size : 1,
                        item -> hangOr(item, never),
                        item -> "late",
                        results::add);

        never.countDown();
        assertThat(results).containsExactly("late", "late", "late", "good");
    }

    @Test
    void whatWorkThrowsIsThrown() {
        assertThatThrownBy(() -> new Workers(2, Duration.ofSeconds(10))
                        .forEach(
                                List.of(1),
                                i -> 1,
                                i -> {
                                    throw new IllegalArgumentException("no");
                                },
                                i -> i,
                                i -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String hangOr(String item, CountDownLatch never) {
        while (item.equals("hang") && never.getCount() > 0) {
            // Like a parser in a loop: an interrupt means nothing to it.
            Thread.onSpinWait();
        }
        return item;
    }
}
