package dev.millrace.cleaning.operator;

import dev.millrace.contracts.text.Block;
import dev.millrace.contracts.text.MaskedSpan;
import dev.millrace.contracts.text.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document between two rules.
 *
 * @param mediaType of the document it was extracted from
 * @param masked what has been replaced so far
 */
public record Draft(
        String mediaType, @Nullable String title, List<Block> blocks, List<Row> rows, List<MaskedSpan> masked) {
    public Draft {
        blocks = List.copyOf(blocks);
        rows = List.copyOf(rows);
        masked = List.copyOf(masked);
    }

    /** Rows are examples somebody made on purpose: rules of running text do not judge them. */
    public boolean hasRows() {
        return !rows.isEmpty();
    }

    /** The running text, a block a paragraph. */
    public String text() {
        return String.join("\n", blocks.stream().map(Block::text).toList());
    }

    Draft withContent(@Nullable String newTitle, List<Block> newBlocks, List<Row> newRows) {
        return new Draft(mediaType, newTitle, newBlocks, newRows, masked);
    }

    Draft withMasked(List<MaskedSpan> newMasked) {
        return new Draft(mediaType, title, blocks, rows, newMasked);
    }
}
