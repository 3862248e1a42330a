package dev.millrace.benchmarks.report;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FigureTest {
    @Test
    void theMedianOfAnOddNumberIsTheMiddleOne() {
        assertThat(Figure.of(List.of(5.0, 1.0, 9.0))).isEqualTo(new Figure(5, 1, 9));
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
        assertThat(Figure.of(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(new Figure(3, 1, 9));
    }

    @Test
    void nothingMeasuredIsNoFigure() {
        assertThatThrownBy(() -> Figure.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
