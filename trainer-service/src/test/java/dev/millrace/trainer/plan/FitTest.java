package dev.millrace.trainer.plan;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.recipe.MethodRecipe;
import dev.millrace.contracts.recipe.TrainingRecipe;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.RopeSettings;
import dev.millrace.model.training.MemoryEstimate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FitTest {
    private static final long MEBIBYTE = 1 << 20;
    private static final MethodRecipe LORA = MethodRecipe.of(MethodRecipe.LORA);

    /** SmolLM2-135M's shape. */
    private static final DecoderConfig CONFIG = new DecoderConfig(
            49152, 576, 1536, 30, 9, 3, 64, 8192, 1e-5, new RopeSettings(1e5, null), true, 0.02, 0, List.of(0));

    private static AutoRules.Resolved resolved(String precision, int micro, @Nullable MethodRecipe method) {
        TrainingRecipe recipe = TrainingRecipe.defaults()
                .with()
                .base("some/base")
                .precision(precision)
                .steps(100)
                .batch(16)
                .microBatch(micro)
                .contextLength(256)
                .method(method)
                .build();
        return AutoRules.resolve(recipe, new Corpus(1_000_000, 49152), CONFIG);
    }

    @Test
    void whatIsTrainedWholeCountsSevenTimesAndTheSnapshotIsPartOfIt() {
        long weights = 4 * CONFIG.parameterCount();
        MemoryEstimate full = Fit.estimate(resolved("fp32", 8, null));
        MemoryEstimate half = Fit.estimate(resolved("bf16", 8, null));

        assertThat(full.weights()).isEqualTo(weights);
        assertThat(full.gradients() + full.moments()).isEqualTo(3 * weights);
        assertThat(full.snapshot()).isEqualTo(3 * weights);
        assertThat(half.activations()).isBetween(full.activations() / 2, full.activations() * 6 / 10);
        assertThat(Fit.estimate(resolved("fp32", 4, null)).activations()).isEqualTo(full.activations() / 2);
        assertThat(Fit.estimate(resolved("fp32", 8, LORA)).snapshot()).isLessThan(weights / 5);
    }

    @Test
    void aBaseInFewerBitsAndActivationsComputedOnceMoreNeedLess() {
        MethodRecipe qlora = MethodRecipe.of(MethodRecipe.QLORA);
        AutoRules.Resolved plain = resolved("fp32", 8, null);
        TrainingRecipe thrifty =
                plain.recipe().with().activationCheckpointing(true).build();

        assertThat(Fit.estimate(resolved("bf16", 8, qlora)).weights())
                .isLessThan(Fit.estimate(resolved("bf16", 8, LORA)).weights() * 6 / 10);
        assertThat(Fit.estimate(new AutoRules.Resolved(thrifty, CONFIG)).activations())
                .isLessThan(Fit.estimate(plain).activations() / 4);
    }

    @Test
    void aRunThatDoesNotFitIsRefusedWithAPlanOfTheSameBatchThatDoes() {
        AutoRules.Resolved wanted = resolved("fp32", 16, null);
        long available = Fit.estimate(resolved("fp32", 4, null)).total() + MEBIBYTE;

        assertThatThrownBy(() -> Fit.require(wanted, available))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUN_DOES_NOT_FIT))
                .hasMessageContaining("with microBatch 4 at the same batch");
        assertThat(Fit.require(resolved("fp32", 4, null), available).total()).isLessThanOrEqualTo(available);
    }

    @Test
    void whereNoMicroBatchHelpsAdaptersAreProposedAndElseNothing() {
        AutoRules.Resolved wanted = resolved("fp32", 16, null);
        long forAdapters = Fit.estimate(resolved("fp32", 1, LORA)).total() + MEBIBYTE;

        assertThatThrownBy(() -> Fit.require(wanted, forAdapters)).hasMessageContaining("method lora and microBatch 1");
        assertThatThrownBy(() -> Fit.require(wanted, MEBIBYTE)).hasMessageContaining("a smaller model");
    }
}
