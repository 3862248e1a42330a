package dev.millrace.cleaning.operator;

import dev.millrace.contracts.text.Block;
import dev.millrace.contracts.text.BlockKind;
import dev.millrace.contracts.text.Row;
import dev.millrace.text.repair.Fixed;
import dev.millrace.text.repair.TextFix;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Applies one fix to every piece of text of a document. */
final class Repair implements TextOperator {
    private final TextFix fix;
    private final boolean keepsLayout;

    /** @param keepsLayout whether the fix may touch code, tables and rows, whose white space carries meaning */
    Repair(TextFix fix, boolean keepsLayout) {
        this.fix = fix;
        this.keepsLayout = keepsLayout;
    }

    @Override
    public String name() {
        return fix.name();
    }

    @Override
    public Verdict apply(Draft draft) {
        Counter counter = new Counter();
        @Nullable String title = draft.title() == null ? null : counter.fix(draft.title());
        List<Block> blocks = new ArrayList<>(draft.blocks().size());
        for (Block block : draft.blocks()) {
            blocks.add(touches(block) ? withText(block, counter.fix(block.text())) : block);
        }
        List<Row> rows = new ArrayList<>(draft.rows().size());
        for (Row row : draft.rows()) {
            rows.add(
                    keepsLayout
                            ? new Row(row.number(), JsonStrings.map(row.value(), (at, text) -> counter.fix(text)))
                            : row);
        }
        return counter.places == 0
                ? Verdict.kept()
                : new Verdict.Changed(draft.withContent(title, blocks, rows), counter.places);
    }

    private boolean touches(Block block) {
        return keepsLayout || (block.kind() != BlockKind.CODE && block.kind() != BlockKind.TABLE);
    }

    static Block withText(Block block, String text) {
        return new Block(block.kind(), text, block.level(), block.page(), block.region());
    }

    /** Fixes and counts. */
    private final class Counter {
        private int places;

        String fix(String text) {
            Fixed fixed = Repair.this.fix.fix(text);
            places += fixed.places();
            return fixed.text();
        }
    }
}
