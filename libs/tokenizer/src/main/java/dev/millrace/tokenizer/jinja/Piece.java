package dev.millrace.tokenizer.jinja;

/**
 * A stretch of a template's source.
 *
 * @param content of a tag, without its delimiters
 * @param line from 1
 */
record Piece(Kind kind, String content, int line) {
    /** What it is. */
    enum Kind {
        TEXT,
        OUTPUT,
        BLOCK
    }
}
