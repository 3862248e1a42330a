package dev.millrace.tokenizer.jinja;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Values as Python has them: {@link Boolean}, {@link Long}, {@link Double}, {@link String}, {@link List}, {@link Map}, functions, nothing. */
final class Values {
    /** A name without a value. */
    static final Object UNDEFINED = new Object() {
        @Override
        public String toString() {
            return "";
        }
    };

    /** Python's {@code None}. */
    static final Object NONE = new Object() {
        @Override
        public String toString() {
            return "None";
        }
    };

    private static final ObjectMapper JSON = new ObjectMapper();

    private Values() {}

    static boolean isTrue(Object value) {
        return switch (value) {
            case Boolean bool -> bool;
            case Long number -> number != 0;
            case Double number -> number != 0;
            case String text -> !text.isEmpty();
            case List<?> list -> !list.isEmpty();
            case Namespace ignored -> true;
            case Map<?, ?> map -> !map.isEmpty();
            default -> !UNDEFINED.equals(value) && !NONE.equals(value);
        };
    }

    /** As it is printed. */
    static String text(Object value) {
        return switch (value) {
            case String text -> text;
            case Boolean bool -> bool ? "True" : "False";
            case Long number -> Long.toString(number);
            case Double number -> number(number);
            case List<?> list -> list.stream().map(Values::quoted).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> quoted(entry.getKey()) + ": " + quoted(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            default -> value.toString();
        };
    }

    private static String quoted(Object value) {
        if (!(value instanceof String text)) {
            return text(value);
        }
        String escaped = text.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\t", "\\t")
                .replace("\r", "\\r");
        boolean single = !escaped.contains("'") || escaped.contains("\"");
        return single ? "'" + escaped.replace("'", "\\'") + "'" : "\"" + escaped + "\"";
    }

    private static String number(double number) {
        boolean whole = number == Math.rint(number) && Math.abs(number) < 1e16;
        return whole ? BigDecimal.valueOf(number).setScale(1).toPlainString() : Double.toString(number);
    }

    /** As JSON in Python's spacing, characters beyond ASCII as they are. */
    static String json(Object value) {
        return switch (value) {
            case Boolean bool -> bool.toString();
            case String text -> jsonText(text);
            case List<?> list -> list.stream().map(Values::json).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> jsonText(text(entry.getKey())) + ": " + json(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case Long number -> Long.toString(number);
            case Double number -> number(number);
            default -> {
                if (NONE.equals(value)) {
                    yield "null";
                }
                throw new TemplateException("the value has no JSON form");
            }
        };
    }

    private static String jsonText(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new TemplateException("the text has no JSON form");
        }
    }

    /** What a loop runs over: a list's items, a map's keys, a text's characters. */
    static List<Object> items(Object value) {
        return switch (value) {
            case List<?> list -> new ArrayList<>(list);
            case Map<?, ?> map -> new ArrayList<>(map.keySet());
            case String text ->
                text.codePoints().mapToObj(Character::toString).collect(Collectors.toCollection(ArrayList::new));
            default -> {
                if (UNDEFINED.equals(value)) {
                    yield new ArrayList<>();
                }
                throw new TemplateException("the value cannot be looped over");
            }
        };
    }

    static long length(Object value) {
        return switch (value) {
            case String text -> text.codePointCount(0, text.length());
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            default -> {
                if (UNDEFINED.equals(value)) {
                    yield 0L;
                }
                throw new TemplateException("the value has no length");
            }
        };
    }

    static long whole(Object value) {
        return switch (value) {
            case Long number -> number;
            case Boolean bool -> bool ? 1 : 0;
            default -> throw new TemplateException("a whole number is needed");
        };
    }

    /** Plain Java values as those of templates; an empty optional is none. */
    static Object of(Object value) {
        return switch (value) {
            case Integer number -> number.longValue();
            case Optional<?> maybe -> maybe.<Object>map(Values::of).orElse(NONE);
            case List<?> list -> list.stream().map(Values::of).toList();
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                map.forEach((key, each) -> copy.put(of(key), of(each)));
                yield copy;
            }
            default -> value;
        };
    }
}
