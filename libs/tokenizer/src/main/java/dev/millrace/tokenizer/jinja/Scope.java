package dev.millrace.tokenizer.jinja;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names and their values; what is not known here is looked for outside. */
final class Scope {
    private final @Nullable Scope outer;
    private final Map<String, Object> names = new HashMap<>();
    private final Limits limits;

    private Scope(@Nullable Scope outer, Limits limits) {
        this.outer = outer;
        this.limits = limits;
    }

    static Scope outermost() {
        return new Scope(null, new Limits());
    }

    Scope inner() {
        return new Scope(this, limits);
    }

    Object get(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            Object value = scope.names.get(name);
            if (value != null) {
                return value;
            }
        }
        return Values.UNDEFINED;
    }

    void set(String name, Object value) {
        names.put(name, value);
    }

    Limits limits() {
        return limits;
    }
}
