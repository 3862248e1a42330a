package dev.millrace.tokenizer.jinja;

/** A function, a method bound to its value, or a macro. */
interface Callable {
    Object call(Arguments arguments);
}
