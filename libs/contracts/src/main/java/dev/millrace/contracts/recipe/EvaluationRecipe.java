package dev.millrace.contracts.recipe;

import dev.millrace.contracts.Check;
import org.jspecify.annotations.Nullable;

/**
 * When a model may replace the one in use.
 *
 * @param promote true to promote a model that passes the gate
 * @param minimumGain the lower end of the interval of the mean difference, base minus tuned, in nats per token, that is at least needed
 */
public record EvaluationRecipe(Boolean promote, Double minimumGain) {
    public EvaluationRecipe(@Nullable Boolean promote, @Nullable Double minimumGain) {
        this.promote = promote == null || promote;
        this.minimumGain = minimumGain == null ? 0.0 : minimumGain;
        Check.that(Double.isFinite(this.minimumGain), "minimumGain is a number");
    }

    public static EvaluationRecipe defaults() {
        return new EvaluationRecipe(null, null);
    }
}
