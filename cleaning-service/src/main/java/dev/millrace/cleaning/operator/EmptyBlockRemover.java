package dev.millrace.cleaning.operator;

import dev.millrace.contracts.text.Block;
import java.util.List;

/** Takes out blocks that repair has left empty. */
final class EmptyBlockRemover implements TextOperator {
    @Override
    public String name() {
        return "empty-blocks/1";
    }

    @Override
    public Verdict apply(Draft draft) {
        List<Block> filled =
                draft.blocks().stream().filter(block -> !block.text().isBlank()).toList();
        int removed = draft.blocks().size() - filled.size();
        return removed == 0
                ? Verdict.kept()
                : new Verdict.Changed(draft.withContent(draft.title(), filled, draft.rows()), removed);
    }
}
