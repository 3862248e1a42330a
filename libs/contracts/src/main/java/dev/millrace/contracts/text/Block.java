package dev.millrace.contracts.text;

import dev.millrace.contracts.Check;
import org.jspecify.annotations.Nullable;

/**
 * A piece of text with its place in the structure.
 *
 * @param level of a heading or list item, from 1; 0 for other blocks
 * @param page from 1, where the format has pages
 * @param region the part of a page it stands in, where the format tells: navigation, header, footer, aside, form; null for the main text
 */
public record Block(
        BlockKind kind,
        String text,
        int level,
        @Nullable Integer page,
        @Nullable String region) {
    public Block {
        Check.that(level >= 0, "level is not negative");
    }
}
