package dev.millrace.model.training;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;

/**
 * How a student listens to a teacher (Hinton et al., 2015).
 *
 * @param temperature by which the logits of both are divided
 * @param top so many of the teacher's likeliest tokens are told apart; all others are one
 * @param share of the teacher in the loss; the rest is the texts'
 */
public record DistillationSettings(double temperature, int top, double share) {
    public DistillationSettings {
        check(temperature > 0 && temperature <= 100, "temperature");
        check(top >= 1, "top");
        check(share > 0 && share <= 1, "share");
    }

    private static void check(boolean holds, String name) {
        if (!holds) {
            throw new MillraceException(ErrorCode.RUN_CONFIG_INVALID, "The value of " + name + " is not allowed.");
        }
    }
}
