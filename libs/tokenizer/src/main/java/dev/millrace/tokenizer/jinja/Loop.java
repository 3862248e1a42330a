package dev.millrace.tokenizer.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A loop. What is set in one round is forgotten in the next.
 *
 * @param names of the parts of each item
 * @param wanted whether an item is looped over at all
 * @param none rendered when no item is
 */
record Loop(List<String> names, Expression over, Expression wanted, List<Node> each, List<Node> none) implements Node {
    @Override
    public Flow render(Scope scope, StringBuilder out) {
        List<Object> items = new ArrayList<>();
        List<Object> all = Values.items(over.evaluate(scope));
        scope.limits().madeList(all.size());
        for (Object item : all) {
            scope.limits().step();
            Scope round = scope.inner();
            bind(names, item, round);
            if (Values.isTrue(wanted.evaluate(round))) {
                items.add(item);
            }
        }
        for (int i = 0; i < items.size(); i++) {
            Scope round = scope.inner();
            bind(names, items.get(i), round);
            round.set("loop", state(items, i));
            if (Node.all(each, round, out) == Flow.BREAK) {
                return Flow.NEXT;
            }
        }
        return items.isEmpty() ? Node.all(none, scope, out) : Flow.NEXT;
    }

    private static Map<String, Object> state(List<Object> items, int at) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("index", at + 1L);
        state.put("index0", (long) at);
        state.put("revindex", (long) items.size() - at);
        state.put("revindex0", items.size() - at - 1L);
        state.put("first", at == 0);
        state.put("last", at == items.size() - 1);
        state.put("length", (long) items.size());
        state.put("previtem", at == 0 ? Values.UNDEFINED : items.get(at - 1));
        state.put("nextitem", at == items.size() - 1 ? Values.UNDEFINED : items.get(at + 1));
        return state;
    }

    /** Gives one name the value, or several names its parts. */
    static void bind(List<String> names, Object value, Scope scope) {
        if (names.size() == 1) {
            scope.set(names.getFirst(), value);
            return;
        }
        List<Object> parts = Values.items(value);
        if (parts.size() != names.size()) {
            throw new TemplateException("a value has " + parts.size() + " parts for " + names.size() + " names");
        }
        for (int i = 0; i < names.size(); i++) {
            scope.set(names.get(i), parts.get(i));
        }
    }
}
