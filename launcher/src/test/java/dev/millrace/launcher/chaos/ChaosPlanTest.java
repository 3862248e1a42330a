package dev.millrace.launcher.chaos;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChaosPlanTest {
    private final List<ChaosPlan> all = ChaosPlan.all(7, 100, Duration.ofMinutes(2));

    @Test
    void theUndisturbedRunComesFirstAndIsLeftAlone() {
        ChaosPlan first = all.getFirst();

        assertThat(first.name()).isEqualTo(ChaosPlan.UNDISTURBED);
        assertThat(first.betweenFaults()).isNull();
        assertThat(first.crashPoints()).isEmpty();
    }

    @Test
    void theRunsCoverOrdersPartitionsReplicasKillsAndEveryCrashPoint() {
        assertThat(all).extracting(ChaosPlan::name).doesNotHaveDuplicates();
        assertThat(all).extracting(ChaosPlan::order).doesNotHaveDuplicates();
        assertThat(all).extracting(ChaosPlan::partitions).contains(1, 3, 4);
        assertThat(all).extracting(ChaosPlan::replicas).contains(1, 2);
        assertThat(all).anyMatch(plan -> Duration.ofMinutes(2).equals(plan.load()) && plan.betweenFaults() != null);
        assertThat(all).anyMatch(plan -> plan.crashPoints().equals(List.copyOf(CrashPlaces.all())));
    }

    @Test
    void allHaveTheSameDocuments() {
        assertThat(all).extracting(ChaosPlan::seed).containsOnly(7L);
        assertThat(all).extracting(ChaosPlan::documents).containsOnly(100);
    }
}
