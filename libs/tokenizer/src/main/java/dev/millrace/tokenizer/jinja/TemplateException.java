package dev.millrace.tokenizer.jinja;

/** A template that cannot be read or rendered. The message says what is wrong with it, never what was being rendered. */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TemplateException(String message) {
        super(message);
    }
}
