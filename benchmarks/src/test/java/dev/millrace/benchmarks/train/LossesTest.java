package dev.millrace.benchmarks.train;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class LossesTest {
    private final Losses losses = new Losses();

    @Test
    void tellsTheLargestRelativeDifference() {
        losses.put("a", List.of(9.0, 8.08));
        losses.put("b", List.of(9.0, 8.0));

        assertThat(losses.difference("a", "b", 0.02)).isEqualTo(0.01, within(1e-9));
    }

    @Test
    void lossesThatDifferGiveNoSpeed() {
        losses.put("a", List.of(9.0, 8.08));
        losses.put("b", List.of(9.0, 8.0));
        losses.put("nan", List.of(9.0, Double.NaN));
        losses.put("short", List.of(9.0));

        for (String other : List.of("b", "nan", "short", "missing")) {
            assertThatThrownBy(() -> losses.difference("a", other, 0.001)).isInstanceOf(IllegalStateException.class);
        }
    }
}
