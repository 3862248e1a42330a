package dev.millrace.contracts.text;

import org.jspecify.annotations.Nullable;

/**
 * A span that was replaced. What stood there is not kept: it can be read in the submitted bytes by who may.
 *
 * @param kind of personal data, as in {@code email}
 * @param block index of the block, or null for a row
 * @param row number of the row, or null for a block
 * @param field JSON pointer in the row, or null for a block
 * @param start first character (UTF-16) in the text before masking
 * @param length in characters
 */
public record MaskedSpan(
        String kind,
        @Nullable Integer block,
        @Nullable Integer row,
        @Nullable String field,
        int start,
        int length,
        String replacement) {}
