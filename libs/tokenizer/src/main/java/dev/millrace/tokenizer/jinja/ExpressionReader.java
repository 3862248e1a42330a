package dev.millrace.tokenizer.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads expressions: one method a level of precedence, the loosest first, as Jinja2's grammar has them. */
final class ExpressionReader {
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", ">", "<=", ">=", "in");
    /** Words that follow a test without being its argument. */
    private static final Set<String> NO_ARGUMENT = Set.of("and", "or", "not", "else", "if", "is", "in", "recursive");

    private final Words words;

    ExpressionReader(Words words) {
        this.words = words;
    }

    /** An expression, or several with commas between: a list. */
    Expression several() {
        Expression first = one();
        if (!words.peek().is(",")) {
            return first;
        }
        List<Expression> items = new ArrayList<>(List.of(first));
        while (words.taken(",")) {
            if (words.atEnd() || words.peek().is(")")) {
                break;
            }
            items.add(one());
        }
        return list(items);
    }

    Expression one() {
        words.enter();
        Expression value = disjunction();
        while (words.taken("if")) {
            Expression yes = value;
            Expression condition = disjunction();
            Expression no = words.taken("else") ? one() : scope -> Values.UNDEFINED;
            value = scope -> Values.isTrue(condition.evaluate(scope)) ? yes.evaluate(scope) : no.evaluate(scope);
        }
        words.leave();
        return value;
    }

    /** Without a condition behind it, which in a loop's head belongs to the loop. */
    Expression withoutCondition() {
        return disjunction();
    }

    private Expression disjunction() {
        Expression left = conjunction();
        while (words.taken("or")) {
            Expression first = left;
            Expression second = conjunction();
            left = scope -> {
                Object value = first.evaluate(scope);
                return Values.isTrue(value) ? value : second.evaluate(scope);
            };
        }
        return left;
    }

    private Expression conjunction() {
        Expression left = negation();
        while (words.taken("and")) {
            Expression first = left;
            Expression second = negation();
            left = scope -> {
                Object value = first.evaluate(scope);
                return Values.isTrue(value) ? second.evaluate(scope) : value;
            };
        }
        return left;
    }

    private Expression negation() {
        if (!words.taken("not")) {
            return comparison();
        }
        words.enter();
        Expression value = negation();
        words.leave();
        return scope -> !Values.isTrue(value.evaluate(scope));
    }

    private Expression comparison() {
        Expression left = sum();
        Expression whole = left;
        boolean first = true;
        while (true) {
            boolean notIn = words.taken("not", "in");
            if (!notIn
                    && (isValue(words.peek())
                            || !COMPARISONS.contains(words.peek().text()))) {
                return whole;
            }
            String sign = notIn ? "not in" : words.take().text();
            Expression from = left;
            Expression right = sum();
            Expression compared = scope -> Operators.compare(sign, from.evaluate(scope), right.evaluate(scope));
            Expression before = whole;
            whole = first
                    ? compared
                    : scope -> Values.isTrue(before.evaluate(scope)) ? compared.evaluate(scope) : false;
            left = right;
            first = false;
        }
    }

    private static boolean isValue(Word word) {
        return word.kind() == Word.Kind.TEXT || word.kind() == Word.Kind.NUMBER;
    }

    private Expression sum() {
        Expression left = joined();
        while (isSign("+") || isSign("-")) {
            String sign = words.take().text();
            left = operation(sign, left, joined());
        }
        return left;
    }

    private Expression joined() {
        Expression left = product();
        while (isSign("~")) {
            left = operation(words.take().text(), left, product());
        }
        return left;
    }

    private Expression product() {
        Expression left = power();
        while (isSign("*") || isSign("/") || isSign("//") || isSign("%")) {
            String sign = words.take().text();
            left = operation(sign, left, power());
        }
        return left;
    }

    private Expression power() {
        Expression left = signed(true);
        while (isSign("**")) {
            left = operation(words.take().text(), left, signed(true));
        }
        return left;
    }

    private boolean isSign(String sign) {
        return words.peek().kind() == Word.Kind.SIGN && words.peek().is(sign);
    }

    private static Expression operation(String sign, Expression left, Expression right) {
        return scope -> Operators.apply(sign, left.evaluate(scope), right.evaluate(scope), scope);
    }

    private Expression signed(boolean withFilters) {
        Expression value;
        if (isSign("-") || isSign("+")) {
            String sign = words.take().text();
            words.enter();
            Expression inner = signed(false);
            words.leave();
            value = scope -> Operators.apply(sign, 0L, inner.evaluate(scope), scope);
        } else {
            value = withMembers(primary());
        }
        return withFilters ? withFilters(value) : value;
    }

    private Expression primary() {
        Word word = words.take();
        return switch (word.kind()) {
            case TEXT -> text(word.text());
            case NUMBER -> number(word.text());
            case NAME -> name(word.text());
            case SIGN -> bracketed(word.text());
            case END -> throw words.error("a value is missing");
        };
    }

    /** Texts in a row are one. */
    private Expression text(String first) {
        StringBuilder whole = new StringBuilder(first);
        while (words.peek().kind() == Word.Kind.TEXT) {
            whole.append(words.take().text());
        }
        String text = whole.toString();
        return scope -> text;
    }

    private Expression number(String digits) {
        try {
            Object number = digits.contains(".") ? (Object) Double.valueOf(digits) : (Object) Long.valueOf(digits);
            return scope -> number;
        } catch (NumberFormatException e) {
            throw words.error("a number cannot be read");
        }
    }

    private static Expression name(String name) {
        return switch (name) {
            case "true", "True" -> scope -> true;
            case "false", "False" -> scope -> false;
            case "none", "None" -> scope -> Values.NONE;
            default -> scope -> scope.get(name);
        };
    }

    private Expression bracketed(String sign) {
        return switch (sign) {
            case "(" -> {
                Expression inner = words.peek().is(")") ? list(List.of()) : several();
                words.expect(")");
                yield inner;
            }
            case "[" -> list(items("]"));
            case "{" -> map();
            default -> throw words.error("a value is missing");
        };
    }

    private List<Expression> items(String close) {
        List<Expression> items = new ArrayList<>();
        while (!words.taken(close)) {
            items.add(one());
            if (!words.peek().is(close)) {
                words.expect(",");
            }
        }
        return items;
    }

    private static Expression list(List<Expression> items) {
        return scope -> items.stream().map(item -> item.evaluate(scope)).toList();
    }

    private Expression map() {
        Map<Expression, Expression> entries = new LinkedHashMap<>();
        while (!words.taken("}")) {
            Expression key = one();
            words.expect(":");
            entries.put(key, one());
            if (!words.peek().is("}")) {
                words.expect(",");
            }
        }
        return scope -> {
            Map<Object, Object> map = new LinkedHashMap<>();
            entries.forEach((key, value) -> map.put(key.evaluate(scope), value.evaluate(scope)));
            return map;
        };
    }

    private Expression withMembers(Expression first) {
        Expression value = first;
        while (true) {
            Expression of = value;
            if (words.taken(".")) {
                String name = memberName();
                value = scope -> Members.attribute(of.evaluate(scope), name);
            } else if (words.taken("[")) {
                value = subscript(of);
            } else if (words.taken("(")) {
                value = call(of);
            } else {
                return value;
            }
        }
    }

    private String memberName() {
        Word word = words.take();
        if (word.kind() != Word.Kind.NAME) {
            throw words.error("a name is missing");
        }
        return word.text();
    }

    private Expression subscript(Expression of) {
        Expression from = words.peek().is(":") ? NOTHING : one();
        if (words.taken("]")) {
            return scope -> Members.item(of.evaluate(scope), from.evaluate(scope));
        }
        words.expect(":");
        Expression to = words.peek().is(":") || words.peek().is("]") ? NOTHING : one();
        Expression step = words.taken(":") && !words.peek().is("]") ? one() : NOTHING;
        words.expect("]");
        return scope ->
                Members.slice(of.evaluate(scope), from.evaluate(scope), to.evaluate(scope), step.evaluate(scope));
    }

    private static final Expression NOTHING = scope -> Values.NONE;

    private Expression call(Expression function) {
        Given given = given();
        return scope -> {
            if (function.evaluate(scope) instanceof Callable callable) {
                scope.limits().step();
                return callable.call(given.evaluate(scope));
            }
            throw words.error("what is called is no function");
        };
    }

    /** The arguments as they are written, behind the opening bracket. */
    private Given given() {
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        while (!words.taken(")")) {
            String name = words.nameBefore("=");
            if (name == null) {
                positional.add(one());
            } else {
                named.put(name, one());
            }
            if (!words.peek().is(")")) {
                words.expect(",");
            }
        }
        return new Given(positional, named);
    }

    private record Given(List<Expression> positional, Map<String, Expression> named) {
        static final Given NOTHING = new Given(List.of(), Map.of());

        Arguments evaluate(Scope scope) {
            Map<String, Object> values = new LinkedHashMap<>();
            named.forEach((name, value) -> values.put(name, value.evaluate(scope)));
            return new Arguments(
                    positional.stream().map(each -> each.evaluate(scope)).toList(), values, scope);
        }
    }

    private Expression withFilters(Expression first) {
        Expression value = first;
        while (true) {
            if (words.taken("|")) {
                value = filtered(value);
            } else if (words.taken("is")) {
                value = tested(value);
            } else if (words.taken("(")) {
                value = call(value);
            } else {
                return value;
            }
        }
    }

    private Expression filtered(Expression value) {
        String name = words.name();
        Filters.Filter filter = Filters.named(name);
        if (filter == null) {
            throw words.error("there is no filter '" + name + "'");
        }
        Given given = words.taken("(") ? given() : Given.NOTHING;
        return scope -> {
            scope.limits().step();
            return filter.apply(value.evaluate(scope), given.evaluate(scope));
        };
    }

    private Expression tested(Expression value) {
        boolean negated = words.taken("not");
        String name = words.name();
        Tests.Check test = Tests.named(name);
        if (test == null) {
            throw words.error("there is no test '" + name + "'");
        }
        Given given = testArguments();
        return scope -> negated != test.holds(value.evaluate(scope), given.evaluate(scope));
    }

    private Given testArguments() {
        if (words.taken("(")) {
            return given();
        }
        Word next = words.peek();
        boolean isArgument =
                isValue(next) || (next.kind() == Word.Kind.NAME && !NO_ARGUMENT.contains(next.text())) || next.is("[");
        return isArgument ? new Given(List.of(withMembers(primary())), Map.of()) : Given.NOTHING;
    }
}
