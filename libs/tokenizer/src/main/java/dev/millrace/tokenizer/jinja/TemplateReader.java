package dev.millrace.tokenizer.jinja;

import java.util.ArrayList;
import java.util.List;

/** Reads a template's pieces into nodes. */
final class TemplateReader {
    private final List<Piece> pieces;
    private int next;
    private int depth;

    TemplateReader(List<Piece> pieces) {
        this.pieces = pieces;
    }

    List<Node> read() {
        List<Node> nodes = body();
        if (next < pieces.size()) {
            throw new TemplateException("line " + pieces.get(next).line() + ": this tag closes nothing");
        }
        return nodes;
    }

    /** Nodes up to a tag that ends or divides a block, which is not taken, or to the end. */
    private List<Node> body() {
        if (++depth > Limits.DEPTH) {
            throw new TemplateException("the template's blocks are nested too deep");
        }
        List<Node> nodes = new ArrayList<>();
        while (next < pieces.size()) {
            Piece piece = pieces.get(next);
            String tag =
                    piece.kind() == Piece.Kind.BLOCK ? new Words(piece).peek().text() : "";
            if (tag.startsWith("end") || tag.equals("elif") || tag.equals("else")) {
                break;
            }
            next++;
            nodes.add(node(piece));
        }
        depth--;
        return nodes;
    }

    private Node node(Piece piece) {
        return switch (piece.kind()) {
            case TEXT ->
                (scope, out) -> {
                    Node.write(piece.content(), scope, out);
                    return Node.Flow.NEXT;
                };
            case OUTPUT -> output(new Words(piece));
            case BLOCK -> block(new Words(piece));
        };
    }

    private static Node output(Words words) {
        Expression value = new ExpressionReader(words).several();
        words.expectEnd();
        return (scope, out) -> {
            Node.write(Values.text(value.evaluate(scope)), scope, out);
            return Node.Flow.NEXT;
        };
    }

    private Node block(Words words) {
        String tag = words.name();
        return switch (tag) {
            case "if" -> condition(words);
            case "for" -> loop(words);
            case "set" -> assignment(words);
            case "macro" -> macro(words);
            case "break" -> flow(words, Node.Flow.BREAK);
            case "continue" -> flow(words, Node.Flow.CONTINUE);
            case "generation" -> generation(words);
            default -> throw words.error("there is no tag '" + tag + "'");
        };
    }

    private static Node flow(Words words, Node.Flow flow) {
        words.expectEnd();
        return (scope, out) -> flow;
    }

    /** Marks what the assistant says, for trainers that ask; it renders as what is in it. */
    private Node generation(Words words) {
        words.expectEnd();
        List<Node> inside = body();
        close("endgeneration");
        return (scope, out) -> Node.all(inside, scope, out);
    }

    /** Takes the tag that ends a block. */
    private Words close(String tag) {
        if (next == pieces.size()) {
            throw new TemplateException("the template ends where '" + tag + "' is missing");
        }
        Words words = new Words(pieces.get(next++));
        words.expect(tag);
        return words;
    }

    private boolean comes(String tag) {
        return next < pieces.size()
                && pieces.get(next).kind() == Piece.Kind.BLOCK
                && new Words(pieces.get(next)).peek().is(tag);
    }

    private record Branch(Expression holds, List<Node> nodes) {}

    private Node condition(Words words) {
        List<Branch> branches = new ArrayList<>(List.of(branch(words)));
        while (comes("elif")) {
            branches.add(branch(close("elif")));
        }
        if (comes("else")) {
            close("else").expectEnd();
            branches.add(new Branch(scope -> true, body()));
        }
        close("endif").expectEnd();
        return (scope, out) -> {
            for (Branch branch : branches) {
                if (Values.isTrue(branch.holds().evaluate(scope))) {
                    return Node.all(branch.nodes(), scope, out);
                }
            }
            return Node.Flow.NEXT;
        };
    }

    private Branch branch(Words words) {
        Expression holds = new ExpressionReader(words).several();
        words.expectEnd();
        return new Branch(holds, body());
    }

    private Node loop(Words words) {
        List<String> names = names(words);
        words.expect("in");
        ExpressionReader reader = new ExpressionReader(words);
        Expression over = reader.withoutCondition();
        Expression wanted = words.taken("if") ? reader.withoutCondition() : scope -> true;
        words.expectEnd();
        List<Node> each = body();
        List<Node> none = List.of();
        if (comes("else")) {
            close("else").expectEnd();
            none = body();
        }
        close("endfor").expectEnd();
        return new Loop(names, over, wanted, each, none);
    }

    /** One name, or several with commas between. */
    private static List<String> names(Words words) {
        List<String> names = new ArrayList<>();
        boolean bracket = words.taken("(");
        do {
            names.add(words.name());
        } while (words.taken(","));
        if (bracket) {
            words.expect(")");
        }
        return names;
    }

    private Node assignment(Words words) {
        String name = words.name();
        if (words.taken(".")) {
            return member(name, words);
        }
        if (words.atEnd()) {
            return captured(name);
        }
        List<String> names = new ArrayList<>(List.of(name));
        while (words.taken(",")) {
            names.add(words.name());
        }
        Expression value = assigned(words);
        return (scope, out) -> {
            Loop.bind(names, value.evaluate(scope), scope);
            return Node.Flow.NEXT;
        };
    }

    private static Expression assigned(Words words) {
        words.expect("=");
        Expression value = new ExpressionReader(words).several();
        words.expectEnd();
        return value;
    }

    private static Node member(String name, Words words) {
        String member = words.name();
        Expression value = assigned(words);
        return (scope, out) -> {
            if (!(scope.get(name) instanceof Namespace namespace)) {
                throw new TemplateException("only a namespace's entries can be set");
            }
            namespace.put(member, value.evaluate(scope));
            return Node.Flow.NEXT;
        };
    }

    private Node captured(String name) {
        List<Node> inside = body();
        close("endset").expectEnd();
        return (scope, out) -> {
            StringBuilder text = new StringBuilder();
            Node.all(inside, scope.inner(), text);
            scope.set(name, text.toString());
            return Node.Flow.NEXT;
        };
    }

    private Node macro(Words words) {
        String name = words.name();
        Macro.Parameters parameters = Macro.parameters(words);
        List<Node> inside = body();
        close("endmacro");
        return (scope, out) -> {
            scope.set(name, new Macro(parameters, inside, scope));
            return Node.Flow.NEXT;
        };
    }
}
