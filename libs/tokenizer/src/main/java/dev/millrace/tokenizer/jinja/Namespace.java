package dev.millrace.tokenizer.jinja;

import java.util.LinkedHashMap;
import java.util.Map;

/** The one kind of value that templates can change: it carries results out of loops. */
final class Namespace extends LinkedHashMap<String, Object> {
    private static final long serialVersionUID = 1L;

    Namespace(Map<String, Object> values) {
        super(values);
    }
}
