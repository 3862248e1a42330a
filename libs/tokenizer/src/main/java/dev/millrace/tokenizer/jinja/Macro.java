package dev.millrace.tokenizer.jinja;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of template with a name and parameters. It sees what is known where it was defined. */
record Macro(Parameters parameters, List<Node> inside, Scope defined) implements Callable {

    /** Names with what stands for them when they are not given. */
    record Parameters(Map<String, Expression> defaults) {}

    static Parameters parameters(Words words) {
        Map<String, Expression> defaults = new LinkedHashMap<>();
        words.expect("(");
        while (!words.taken(")")) {
            String name = words.name();
            defaults.put(name, words.taken("=") ? new ExpressionReader(words).one() : scope -> Values.UNDEFINED);
            if (!words.peek().is(")")) {
                words.expect(",");
            }
        }
        words.expectEnd();
        return new Parameters(defaults);
    }

    @Override
    public Object call(Arguments given) {
        Scope scope = defined.inner();
        int position = 0;
        for (Map.Entry<String, Expression> parameter : parameters.defaults().entrySet()) {
            Object value = given.get(position++, parameter.getKey(), Values.UNDEFINED);
            scope.set(
                    parameter.getKey(),
                    Values.UNDEFINED.equals(value) ? parameter.getValue().evaluate(scope) : value);
        }
        scope.limits().enter();
        StringBuilder text = new StringBuilder();
        Node.all(inside, scope, text);
        scope.limits().leave();
        return text.toString();
    }
}
