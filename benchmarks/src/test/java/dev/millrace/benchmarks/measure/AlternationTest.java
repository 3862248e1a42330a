package dev.millrace.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AlternationTest {
    private final List<String> order = new ArrayList<>();

    @Test
    void takesTurnsAndGoesBackwardsEveryOtherRound() throws Exception {
        new Alternation(2, text -> {}).run(List.of(contestant("a", true), contestant("b", true)));

        assertThat(order).containsExactly("a", "b", "b", "a");
    }

    @Test
    void theWarmUpDoesNotCount() throws Exception {
        Samples samples = new Alternation(3, text -> {}).run(List.of(contestant("a", false)));

        assertThat(order).hasSize(4);
        assertThat(samples.figure("a").min()).isEqualTo(2);
        assertThat(samples.figure("a").max()).isEqualTo(4);
    }

    private Contestant contestant(String name, boolean cold) {
        return new Contestant() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public boolean startsCold() {
                return cold;
            }

            @Override
            public void measure(Samples samples) {
                order.add(name);
                samples.add(name, order.size());
            }
        };
    }
}
