package dev.millrace.tokenizer.jinja;

import java.util.List;

/** A part of a template. */
interface Node {
    /** How rendering goes on. */
    enum Flow {
        NEXT,
        BREAK,
        CONTINUE
    }

    Flow render(Scope scope, StringBuilder out);

    /** Renders one after the other, until one breaks out. */
    static Flow all(List<Node> nodes, Scope scope, StringBuilder out) {
        for (Node node : nodes) {
            scope.limits().step();
            Flow flow = node.render(scope, out);
            if (flow != Flow.NEXT) {
                return flow;
            }
        }
        return Flow.NEXT;
    }

    static void write(String text, Scope scope, StringBuilder out) {
        scope.limits().made(text.length());
        out.append(text);
    }
}
