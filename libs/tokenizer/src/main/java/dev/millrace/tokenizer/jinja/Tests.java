package dev.millrace.tokenizer.jinja;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands behind {@code is}; a new one is one line here. */
final class Tests {
    /** A yes or no about the value. */
    interface Check {
        boolean holds(Object value, Arguments given);
    }

    private static final Map<String, Check> ALL = new HashMap<>();

    static {
        ALL.put("defined", (value, given) -> !Values.UNDEFINED.equals(value));
        ALL.put("undefined", (value, given) -> Values.UNDEFINED.equals(value));
        ALL.put("none", (value, given) -> Values.NONE.equals(value));
        ALL.put("true", (value, given) -> Boolean.TRUE.equals(value));
        ALL.put("false", (value, given) -> Boolean.FALSE.equals(value));
        ALL.put("boolean", (value, given) -> value instanceof Boolean);
        ALL.put("string", (value, given) -> value instanceof String);
        ALL.put("number", (value, given) -> value instanceof Number || value instanceof Boolean);
        ALL.put("integer", (value, given) -> value instanceof Long);
        ALL.put("float", (value, given) -> value instanceof Double);
        ALL.put("mapping", (value, given) -> value instanceof Map<?, ?>);
        ALL.put("iterable", (value, given) -> isSequence(value));
        ALL.put("sequence", (value, given) -> isSequence(value));
        ALL.put("callable", (value, given) -> value instanceof Callable);
        ALL.put("odd", (value, given) -> Math.floorMod(Values.whole(value), 2L) == 1);
        ALL.put("even", (value, given) -> Math.floorMod(Values.whole(value), 2L) == 0);
        ALL.put("divisibleby", (value, given) -> Values.whole(value) % Values.whole(given.get(0, "num")) == 0);
        ALL.put("in", (value, given) -> Operators.compare("in", value, given.get(0, "seq")));
        for (String name : List.of("==", "eq", "equalto")) {
            ALL.put(name, (value, given) -> Operators.equal(value, given.get(0, "other")));
        }
        for (String name : List.of("!=", "ne")) {
            ALL.put(name, (value, given) -> !Operators.equal(value, given.get(0, "other")));
        }
    }

    private Tests() {}

    static @Nullable Check named(String name) {
        return ALL.get(name);
    }

    private static boolean isSequence(Object value) {
        return value instanceof List<?> || value instanceof Map<?, ?> || value instanceof String;
    }
}
