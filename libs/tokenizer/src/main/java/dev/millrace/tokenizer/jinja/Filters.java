package dev.millrace.tokenizer.jinja;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What stands behind a bar; a new one is one line here. */
final class Filters {
    /** A function of the value and of what stands in brackets. */
    interface Filter {
        Object apply(Object value, Arguments given);
    }

    private static final Map<String, Filter> ALL = new HashMap<>();

    static {
        ALL.put("trim", (value, given) -> method(Values.text(value), "strip", given));
        ALL.put("upper", (value, given) -> Values.text(value).toUpperCase(Locale.ROOT));
        ALL.put("lower", (value, given) -> Values.text(value).toLowerCase(Locale.ROOT));
        ALL.put("title", (value, given) -> PythonText.titled(Values.text(value)));
        ALL.put("capitalize", (value, given) -> PythonText.capitalised(Values.text(value)));
        ALL.put("replace", (value, given) -> method(Values.text(value), "replace", given));
        ALL.put("string", (value, given) -> Values.text(value));
        ALL.put("safe", (value, given) -> value);
        ALL.put("tojson", (value, given) -> Values.json(value));
        ALL.put("length", (value, given) -> Values.length(value));
        ALL.put("count", (value, given) -> Values.length(value));
        ALL.put("first", (value, given) -> Members.item(Values.items(value), 0L));
        ALL.put("last", (value, given) -> Members.item(Values.items(value), -1L));
        ALL.put("list", (value, given) -> Values.items(value));
        ALL.put("reverse", (value, given) -> Members.slice(value, Values.NONE, Values.NONE, -1L));
        ALL.put("join", (value, given) -> join(value, Values.text(given.get(0, "d", "")), given.scope()));
        ALL.put("default", Filters::orDefault);
        ALL.put("d", Filters::orDefault);
        ALL.put("items", (value, given) -> value instanceof Map<?, ?> map ? Methods.pairs(map) : List.of());
        ALL.put("int", (value, given) -> value instanceof Double number ? number.longValue() : integer(value));
        ALL.put("map", Filters::map);
        ALL.put("select", (value, given) -> chosen(value, given, 0, each -> each, false));
        ALL.put("reject", (value, given) -> chosen(value, given, 0, each -> each, true));
        ALL.put("selectattr", (value, given) -> byAttribute(value, given, false));
        ALL.put("rejectattr", (value, given) -> byAttribute(value, given, true));
    }

    private Filters() {}

    static @Nullable Filter named(String name) {
        return ALL.get(name);
    }

    private static Object method(String text, String name, Arguments given) {
        Callable method = Methods.of(text, name);
        return method == null ? Values.UNDEFINED : method.call(given);
    }

    static String join(Object items, String separator, Scope scope) {
        String joined = String.join(
                separator, Values.items(items).stream().map(Values::text).toList());
        scope.limits().made(joined.length());
        return joined;
    }

    private static Object orDefault(Object value, Arguments given) {
        boolean alsoFalse = Values.isTrue(given.get(1, "boolean", false));
        boolean missing = Values.UNDEFINED.equals(value) || (alsoFalse && !Values.isTrue(value));
        return missing ? given.get(0, "default_value", "") : value;
    }

    private static Object integer(Object value) {
        try {
            return value instanceof String text ? (Object) Long.valueOf(text.strip()) : (Object) Values.whole(value);
        } catch (NumberFormatException e) {
            return 0L;
        }
    }

    /** {@code map(attribute='x')}, or {@code map('filter', ...)}. */
    private static Object map(Object value, Arguments given) {
        Object attribute = given.named().get("attribute");
        if (attribute != null) {
            return each(value, item -> Members.item(item, attribute), given);
        }
        Filter filter = named(given.text(0, "filter"));
        if (filter == null) {
            throw new TemplateException("there is no filter of this name");
        }
        Arguments rest = from(given, 1);
        return each(value, item -> filter.apply(item, rest), given);
    }

    private static List<Object> each(
            Object value, java.util.function.Function<Object, Object> function, Arguments given) {
        List<Object> items = Values.items(value);
        given.scope().limits().madeList(items.size());
        return items.stream().map(function).toList();
    }

    private static Arguments from(Arguments given, int position) {
        int start = Math.min(position, given.positional().size());
        return new Arguments(
                given.positional().subList(start, given.positional().size()), Map.of(), given.scope());
    }

    private static Object byAttribute(Object value, Arguments given, boolean unwanted) {
        Object attribute = given.get(0, "attribute");
        return chosen(value, given, 1, item -> Members.item(item, attribute), unwanted);
    }

    /** Those for which the test holds that the arguments name, or that are true when they name none. */
    private static List<Object> chosen(
            Object value, Arguments given, int testAt, java.util.function.UnaryOperator<Object> of, boolean unwanted) {
        Predicate<Object> holds = Values::isTrue;
        if (given.positional().size() > testAt) {
            Tests.Check test = Tests.named(given.text(testAt, "test"));
            if (test == null) {
                throw new TemplateException("there is no test of this name");
            }
            Arguments rest = from(given, testAt + 1);
            holds = item -> test.holds(item, rest);
        }
        List<Object> chosen = new ArrayList<>();
        for (Object item : Values.items(value)) {
            if (holds.test(of.apply(item)) != unwanted) {
                chosen.add(item);
            }
        }
        given.scope().limits().madeList(chosen.size());
        return chosen;
    }
}
