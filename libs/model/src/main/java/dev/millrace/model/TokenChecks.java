package dev.millrace.model;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.util.stream.IntStream;

/** What every model asks of the tokens it is handed. */
public final class TokenChecks {
    private TokenChecks() {}

    /** @throws MillraceException REQUEST_INVALID when one of them is none of the vocabulary */
    public static void requireKnown(int[] tokens, int vocabulary) {
        if (IntStream.of(tokens).anyMatch(token -> token < 0 || token >= vocabulary)) {
            throw new MillraceException(ErrorCode.REQUEST_INVALID, "A token id is outside of the vocabulary.");
        }
    }

    /** @throws MillraceException CONTEXT_LENGTH_EXCEEDED when there are none, or more than the model's context takes */
    public static void requireFits(int length, int context) {
        if (length < 1 || length > context) {
            throw new MillraceException(
                    ErrorCode.CONTEXT_LENGTH_EXCEEDED,
                    "A text of " + length + " tokens does not fit the context of " + context + ".");
        }
    }
}
