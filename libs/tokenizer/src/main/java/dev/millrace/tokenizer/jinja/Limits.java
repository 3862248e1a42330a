package dev.millrace.tokenizer.jinja;

/** What one rendering may cost at most: templates come from strangers. */
final class Limits {
    static final int DEPTH = 100;

    private static final long STEPS = 5_000_000;
    private static final long CHARACTERS = 64L << 20;
    /** An item of a list takes as much room as so many characters. */
    private static final long ITEM = 64;

    private long steps;
    private long characters;
    private int depth;

    void step() {
        if (++steps > STEPS) {
            throw new TemplateException("the template takes more than " + STEPS + " steps");
        }
    }

    /** @param items of a list that was made */
    void madeList(long items) {
        made(ITEM * items);
    }

    /** @param length of a text that was made */
    void made(long length) {
        characters += length;
        if (characters > CHARACTERS) {
            throw new TemplateException("the template makes more than " + CHARACTERS + " characters");
        }
    }

    void enter() {
        if (++depth > DEPTH) {
            throw new TemplateException("the template's macros call each other more than " + DEPTH + " deep");
        }
    }

    void leave() {
        depth--;
    }
}
