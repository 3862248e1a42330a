package dev.millrace.launcher.console;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChartTest {
    private static final List<Chart.Point> FALLING = IntStream.rangeClosed(1, 9)
            .mapToObj(step -> new Chart.Point(step, 9 - step))
            .toList();

    @Test
    void aFallingCurveRunsFromTheUpperLeftToTheLowerRight() {
        assertThat(new Chart(9, 3, false).draw(FALLING))
                .containsExactly(
                        "    8.000 |***",
                        "          |   ****",
                        "    0.000 |       **",
                        "          +---------",
                        "           1       9");
    }

    @Test
    void brailleShowsEightDotsInACharacter() {
        List<Chart.Point> corners = List.of(new Chart.Point(0, 1), new Chart.Point(1, 0));

        assertThat(new Chart(1, 1, true).draw(corners).getFirst()).endsWith("│⢇");
    }

    @Test
    void whatIsNoNumberIsLeftOutAndAConstantIsALine() {
        List<Chart.Point> points =
                List.of(new Chart.Point(1, 2), new Chart.Point(2, Double.NaN), new Chart.Point(3, 2));

        assertThat(new Chart(3, 2, false).draw(points)).contains("    2.000 |***");
    }

    @Test
    void barsAreAsHighAsTheirValues() {
        List<Chart.Point> points = List.of(new Chart.Point(1, 0), new Chart.Point(2, 5), new Chart.Point(3, 10));

        assertThat(new Chart(3, 1, true).bars(points)).isEqualTo("▁▅█");
    }
}
