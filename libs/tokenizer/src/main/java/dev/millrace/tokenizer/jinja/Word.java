package dev.millrace.tokenizer.jinja;

/** A word of a tag's code. */
record Word(Kind kind, String text) {
    /** What it is. */
    enum Kind {
        NAME,
        TEXT,
        NUMBER,
        SIGN,
        END
    }

    boolean is(String sign) {
        return (kind == Kind.SIGN || kind == Kind.NAME) && text.equals(sign);
    }
}
