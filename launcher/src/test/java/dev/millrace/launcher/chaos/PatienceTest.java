package dev.millrace.launcher.chaos;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PatienceTest {
    private final AtomicLong now = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final Patience patience = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(35), done::get, now::get);

    @Test
    void itLastsAsLongAsSomethingHappens() {
        for (int second = 11; second < 34; second += 11) {
            done.incrementAndGet();
            now.set(Duration.ofSeconds(second).toNanos());
            assertThat(patience.isOver()).isFalse();
        }
    }

    @Test
    void itIsOverWhenNothingHasHappened() {
        now.set(Duration.ofSeconds(9).toNanos());
        assertThat(patience.isOver()).isFalse();

        now.set(Duration.ofSeconds(10).toNanos());

        assertThat(patience.isOver()).isTrue();
    }

    @Test
    void itDoesNotLastForEver() {
        done.incrementAndGet();
        now.set(Duration.ofSeconds(36).toNanos());

        assertThat(patience.isOver()).isTrue();
    }
}
