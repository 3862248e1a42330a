package dev.millrace.trainer.work;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class PaceTest {
    private static final long SECOND = 1_000_000_000L;

    private final Pace pace = new Pace();
    private long now = 77 * SECOND;

    @Test
    void theFirstStepIsAllThatIsKnown() {
        assertThat(step(2, 2, 10)).isEqualTo(20);
    }

    @Test
    void oneSlowStepIsOneOfMany() {
        for (int i = 0; i < 9; i++) {
            step(1, 1, 100);
        }
        assertThat(step(11, 11, 100)).isEqualTo(200, within(1e-6));
    }

    @Test
    void whatHappensBetweenStepsCounts() {
        step(1, 1, 100);
        assertThat(step(3, 1, 100)).isEqualTo(200, within(1e-6));
    }

    @Test
    void whatIsLongAgoIsForgotten() {
        step(1000, 1000, 100);
        double left = 0;
        for (int i = 0; i < 30; i++) {
            left = step(1, 1, 100);
        }
        assertThat(left).isEqualTo(100, within(1e-6));
    }

    private double step(long passed, long taken, long remaining) {
        now += passed * SECOND;
        return pace.secondsLeft(now, taken * SECOND, remaining);
    }
}
