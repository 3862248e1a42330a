package dev.millrace.testkit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AwaitTest {
    @Test
    void returnsAsSoonAsTheConditionHolds() {
        AtomicInteger asked = new AtomicInteger();
        Await.until("asked twice", Duration.ofSeconds(10), () -> asked.incrementAndGet() == 2);
        assertThat(asked).hasValue(2);
    }

    @Test
    void saysWhatDidNotHappenInTime() {
        assertThatThrownBy(() -> Await.until("the sky falls", Duration.ZERO, () -> false))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the sky falls");
    }

    @Test
    void reportsAConditionThatFails() {
        assertThatThrownBy(() ->
                        Await.until("division", Duration.ofSeconds(1), () -> 1 / (int) Duration.ZERO.toMillis() > 0))
                .hasCauseInstanceOf(ArithmeticException.class);
    }
}
