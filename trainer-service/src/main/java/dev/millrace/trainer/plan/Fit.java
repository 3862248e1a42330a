package dev.millrace.trainer.plan;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.recipe.MethodRecipe;
import dev.millrace.contracts.recipe.TrainingRecipe;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.training.MemoryEstimate;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a run fits into memory, and the nearest plan that does: the same steps in smaller micro-batches, activations computed once more, or adapters. */
public final class Fit {
    private static final int RANK = 16;

    private Fit() {}

    /** @param resolved nothing left open */
    public static MemoryEstimate estimate(AutoRules.Resolved resolved) {
        @Nullable MethodRecipe method = resolved.recipe().method();
        int frozen = method == null || method.freezeLayers() == null ? 0 : method.freezeLayers();
        boolean tables = method != null && Boolean.TRUE.equals(method.freezeEmbeddings());
        return MemoryEstimate.of(
                resolved.config(),
                resolved.plan(),
                resolved.adapter(),
                Math.min(frozen, resolved.config().layers()),
                tables,
                resolved.form());
    }

    /**
     * @param available bytes
     * @throws MillraceException {@link ErrorCode#RUN_DOES_NOT_FIT} with a plan that fits, if there is one
     */
    public static MemoryEstimate require(AutoRules.Resolved resolved, long available) {
        MemoryEstimate needed = estimate(resolved);
        if (needed.total() <= available) {
            return needed;
        }
        throw new MillraceException(
                ErrorCode.RUN_DOES_NOT_FIT,
                "the run needs about " + mebibytes(needed.total()) + ", there are " + mebibytes(available) + "; "
                        + plan(resolved, available));
    }

    private static String plan(AutoRules.Resolved resolved, long available) {
        TrainingRecipe recipe = resolved.recipe();
        Optional<String> smaller = smaller(recipe, resolved.config(), available)
                .map(micro -> "with microBatch " + micro + " at the same batch it fits");
        TrainingRecipe thrifty = recipe.with().activationCheckpointing(true).build();
        return smaller.or(() -> smaller(thrifty, resolved.config(), available)
                        .map(micro -> "with activationCheckpointing and microBatch " + micro + " it fits"))
                .or(() -> adapters(recipe)
                        .flatMap(lora -> smaller(lora, resolved.config(), available))
                        .map(micro -> "with the method lora and microBatch " + micro + " it fits"))
                .orElse("no smaller micro-batch fits: take a smaller model or a shorter contextLength");
    }

    /** The largest micro-batch that fits, at the same batch. */
    private static Optional<Integer> smaller(TrainingRecipe recipe, DecoderConfig config, long available) {
        int batch = Objects.requireNonNull(recipe.batch());
        for (int micro = Objects.requireNonNull(recipe.microBatch()); micro >= 1; micro--) {
            if (batch % micro == 0) {
                TrainingRecipe other = recipe.with().microBatch(micro).build();
                if (estimate(new AutoRules.Resolved(other, config)).total() <= available) {
                    return Optional.of(micro);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<TrainingRecipe> adapters(TrainingRecipe recipe) {
        if (recipe.base().equals(TrainingRecipe.FROM_SCRATCH) || Methods.isLora(recipe.method())) {
            return Optional.empty();
        }
        MethodRecipe lora = MethodRecipe.of(MethodRecipe.LORA).with().rank(RANK).build();
        return Optional.of(recipe.withMethod(lora));
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }
}
