package dev.millrace.tokenizer.jinja;

import java.util.List;
import java.util.Map;

/** What a function, filter or test is called with. */
record Arguments(List<Object> positional, Map<String, Object> named, Scope scope) {
    static Arguments none(Scope scope) {
        return new Arguments(List.of(), Map.of(), scope);
    }

    int size() {
        return positional.size() + named.size();
    }

    /** The argument at a position or of a name; the fallback when it is not given. */
    Object get(int position, String name, Object fallback) {
        return position < positional.size() ? positional.get(position) : named.getOrDefault(name, fallback);
    }

    /** @throws TemplateException when it is not given */
    Object get(int position, String name) {
        Object value = get(position, name, Values.UNDEFINED);
        if (Values.UNDEFINED.equals(value)) {
            throw new TemplateException("the argument " + name + " is missing");
        }
        return value;
    }

    String text(int position, String name) {
        return Values.text(get(position, name));
    }

    /** The same arguments with another in front. */
    Arguments behind(Object first) {
        List<Object> all = new java.util.ArrayList<>(List.of(first));
        all.addAll(positional);
        return new Arguments(all, named, scope);
    }
}
