package dev.millrace.tokenizer.jinja;

/** Something with a value: see {@link Values} for what values are. */
interface Expression {
    Object evaluate(Scope scope);
}
