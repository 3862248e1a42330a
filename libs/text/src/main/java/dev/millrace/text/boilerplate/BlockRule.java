package dev.millrace.text.boilerplate;

import dev.millrace.contracts.text.Block;
import java.util.BitSet;
import java.util.List;

/** Knows one kind of boilerplate. */
interface BlockRule {
    /** Marks the blocks that are of this kind. */
    void mark(List<Block> blocks, BitSet found);
}
