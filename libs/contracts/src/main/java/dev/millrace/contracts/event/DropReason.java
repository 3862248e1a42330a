package dev.millrace.contracts.event;

import dev.millrace.contracts.Check;
import dev.millrace.contracts.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Why a document is left out.
 *
 * @param operator the rule that decided, with its version, as in {@code length/1}
 * @param score what the rule measured, when it measures
 * @param threshold what the score was held against
 * @param of the key of the document this one repeats or gives way to
 */
public record DropReason(
        ErrorCode code,
        String operator,
        @Nullable Double score,
        @Nullable Double threshold,
        @Nullable String of) {
    public DropReason {
        Check.text("operator", operator, 64);
    }
}
