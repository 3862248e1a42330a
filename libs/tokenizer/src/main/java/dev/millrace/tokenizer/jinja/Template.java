package dev.millrace.tokenizer.jinja;

import java.util.List;
import java.util.Map;

/** A template that has been read and can be rendered by many threads. */
public final class Template {
    private final List<Node> nodes;

    private Template(List<Node> nodes) {
        this.nodes = nodes;
    }

    /** @throws TemplateException when the source is no template, or uses what chat templates have no use for */
    public static Template parse(String source) {
        return new Template(new TemplateReader(Pieces.of(source)).read());
    }

    /**
     * @param values texts, numbers, booleans, optionals, and lists and maps of them
     * @throws TemplateException when a value is asked for what it does not have, or the template itself refuses
     */
    public String render(Map<String, Object> values) {
        Scope scope = Scope.outermost();
        Functions.all().forEach(scope::set);
        values.forEach((name, value) -> scope.set(name, Values.of(value)));
        StringBuilder out = new StringBuilder();
        Node.all(nodes, scope.inner(), out);
        return out.toString();
    }
}
