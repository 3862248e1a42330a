package dev.millrace.tokenizer.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What values have inside: entries, items, slices, methods. */
final class Members {
    private Members() {}

    /** {@code value.name}: a method, else an entry of a map. Of a name without a value there is nothing to be had. */
    static Object attribute(Object value, String name) {
        if (Values.UNDEFINED.equals(value)) {
            throw new TemplateException("a value without a name is asked for '" + name + "'");
        }
        if (value instanceof Map<?, ?> map && !(value instanceof Namespace)) {
            Callable method = Methods.of(map, name);
            Object entry = map.get(name);
            return method != null ? method : entry == null ? Values.UNDEFINED : entry;
        }
        if (value instanceof Namespace namespace) {
            return namespace.getOrDefault(name, Values.UNDEFINED);
        }
        Callable method = value instanceof String text ? Methods.of(text, name) : null;
        return method == null ? Values.UNDEFINED : method;
    }

    /** {@code value[key]}. */
    static Object item(Object value, Object key) {
        if (Values.UNDEFINED.equals(value)) {
            throw new TemplateException("a value that is not there has no items");
        }
        if (value instanceof Map<?, ?> map) {
            Object entry = map.get(key);
            if (entry != null) {
                return entry;
            }
        }
        if (key instanceof Long place && (value instanceof List<?> || value instanceof String)) {
            List<Object> items = Values.items(value);
            long at = place < 0 ? place + items.size() : place;
            return at < 0 || at >= items.size() ? Values.UNDEFINED : items.get((int) at);
        }
        return key instanceof String name ? attribute(value, name) : Values.UNDEFINED;
    }

    /** {@code value[from:to:step]}; what is left out is none. */
    static Object slice(Object value, Object from, Object to, Object step) {
        List<Object> items = Values.items(value);
        long by = Values.NONE.equals(step) ? 1 : Values.whole(step);
        if (by == 0) {
            throw new TemplateException("a slice's step is not zero");
        }
        boolean forward = by > 0;
        long lowest = forward ? 0 : -1;
        long highest = forward ? items.size() : items.size() - 1L;
        long first = place(from, forward ? lowest : highest, lowest, highest, items.size());
        long end = place(to, forward ? highest : lowest, lowest, highest, items.size());
        List<Object> chosen = new ArrayList<>();
        for (long at = first; forward ? at < end : at > end; at += by) {
            chosen.add(items.get((int) at));
        }
        return value instanceof String
                ? String.join("", chosen.stream().map(Values::text).toList())
                : chosen;
    }

    /** A negative place counts from the end. */
    private static long place(Object given, long leftOut, long lowest, long highest, int size) {
        if (Values.NONE.equals(given)) {
            return leftOut;
        }
        long place = Values.whole(given);
        return Math.max(lowest, Math.min(highest, place < 0 ? place + size : place));
    }
}
