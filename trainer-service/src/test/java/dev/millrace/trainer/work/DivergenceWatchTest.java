package dev.millrace.trainer.work;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.decoder.Trainable;
import dev.millrace.model.training.StepReport;
import dev.millrace.model.training.TrainingPlan;
import dev.millrace.model.training.TrainingSnapshot;
import dev.millrace.model.training.TrainingView;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DivergenceWatchTest {
    private final DivergenceWatch watch = new DivergenceWatch(3, 4);
    private int step;

    /** A view of a run that has come so far; nothing else of it is asked for. */
    private record At(long step) implements TrainingView {
        @Override
        public TrainingPlan plan() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Trainable model() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void reserveSnapshot() {
            throw new UnsupportedOperationException();
        }

        @Override
        public TrainingSnapshot snapshot() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void stop() {
            throw new UnsupportedOperationException();
        }
    }

    private void steps(int count, double loss) {
        IntStream.range(0, count).forEach(i -> {
            step++;
            watch.stepped(new StepReport(step, loss, 1, 0.1, 1, 1, 1, 1, Map.of()), new At(step));
        });
    }

    @Test
    void aLossThatStaysFarAboveTheMedianEndsTheRunAndTheLastGoodStepLiesBeforeIt() {
        watch.started(new At(0));
        steps(20, 2.0);
        steps(3, 9.0);
        assertThat(watch.tripped()).isFalse();

        assertThatThrownBy(() -> steps(1, 9.0))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUN_DIVERGED))
                .hasMessageContaining("step 21");
        assertThat(watch.tripped()).isTrue();
        assertThat(watch.lastGood()).isEqualTo(20);
    }

    @Test
    void aPeakASlowRiseAndSmallNumbersAreNoDivergence() {
        watch.started(new At(0));
        steps(20, 2.0);
        steps(3, 50.0);
        steps(1, 2.0);
        steps(3, 50.0);
        IntStream.range(0, 100).forEach(i -> steps(1, 2.0 + i * 0.05));

        DivergenceWatch small = new DivergenceWatch(3, 1);
        IntStream.rangeClosed(1, 20)
                .forEach(i -> small.stepped(new StepReport(i, 0.01, 1, 0.1, 1, 1, 1, 1, Map.of()), new At(i)));
        small.stepped(new StepReport(21, 0.2, 1, 0.1, 1, 1, 1, 1, Map.of()), new At(21));
        assertThat(small.tripped() || watch.tripped()).isFalse();
    }

    @Test
    void aHolderThatMadeNoStepGoesBackBehindWhereItBegan() {
        watch.started(new At(40));
        assertThat(watch.lastGood()).isEqualTo(39);
        step = 40;
        steps(2, 1.0);
        assertThat(watch.lastGood()).isEqualTo(42);
    }
}
