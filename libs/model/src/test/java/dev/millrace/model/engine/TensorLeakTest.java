package dev.millrace.model.engine;

import dev.millrace.model.Fixture;
import dev.millrace.model.TestRuntime;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.decoder.Precision;
import dev.millrace.model.generation.Generator;
import dev.millrace.model.generation.SamplingOptions;
import dev.millrace.model.scoring.Scorer;
import dev.millrace.model.training.TrainingLoop;
import dev.millrace.model.training.TrainingPlan;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TensorLeakTest {
    @Test
    void ahundredStepsScoresAndTextsLeaveNoTensorBehind() {
        ModelRuntime runtime = TestRuntime.get();
        int outside = runtime.size();
        try (DecoderModel model = DecoderModel.load(runtime, Fixture.directory());
                TrainingLoop loop = TrainingLoop.begin(
                        model, Fixture.documents(40, 30), TrainingPlan.usual(200, 2, 32, 1e-3, 1), List.of());
                StepScope probe = model.open()) {
            work(model, loop);
            int before = tensors(model, probe);
            for (int i = 0; i < 100; i++) {
                work(model, loop);
            }
            assertThat(tensors(model, probe)).isEqualTo(before);
            assertThat(before).isGreaterThan(model.parameters().size());
        }
        assertThat(runtime.size()).isEqualTo(outside);
    }

    private static void work(DecoderModel model, TrainingLoop loop) {
        loop.step();
        loop.view().snapshot().close();
        new Scorer(model, 32, Precision.FP32).score(Fixture.documents(1, 20));
        new Generator(model).generate(new int[] {3, 4}, SamplingOptions.greedy(2, Set.of()), token -> true);
    }

    /** What the model's scope holds: its weights, and whatever nobody freed. */
    private static int tensors(DecoderModel model, StepScope probe) {
        return probe.manager().getParentManager().getManagedArrays().size();
    }
}
