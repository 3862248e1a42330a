package dev.millrace.trainer.work;

import dev.millrace.trainer.work.Validation.Rhythm;
import dev.millrace.trainer.work.Validation.State;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ValidationTest {
    @Test
    void theBestStepIsKeptAndWaitingCountsFromIt() {
        State state = State.NOTHING.after(4, 3.0).after(8, 2.0).after(12, 2.0).after(16, 2.5);

        assertThat(state).isEqualTo(new State(8, 2.0, 2));
        assertThat(state.after(20, 1.9)).isEqualTo(new State(20, 1.9, 0));
    }

    @Test
    void measuringIsRareWhereItIsDearAndThirtyTimesARunOtherwise() {
        assertThat(Rhythm.of(300, 2048, 1000, 0, 6).every()).isEqualTo(10);
        assertThat(Rhythm.of(300, 1000, 16_000, 0, 6).every()).isEqualTo(16);
        assertThat(Rhythm.of(5, 2048, 0, 0, 6).every()).isEqualTo(1);
    }
}
