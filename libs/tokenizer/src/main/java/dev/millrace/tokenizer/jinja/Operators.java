package dev.millrace.tokenizer.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What signs between two values do. */
final class Operators {
    private Operators() {}

    static Object apply(String sign, Object left, Object right, Scope scope) {
        scope.limits().step();
        if (sign.equals("~")) {
            return joined(Values.text(left), Values.text(right), scope);
        }
        if (sign.equals("+") && left instanceof String first && right instanceof String second) {
            return joined(first, second, scope);
        }
        if (sign.equals("+") && left instanceof List<?> first && right instanceof List<?> second) {
            scope.limits().madeList(first.size() + (long) second.size());
            List<Object> both = new ArrayList<>(first);
            both.addAll(second);
            return both;
        }
        if (!isNumber(left) || !isNumber(right)) {
            throw new TemplateException("'" + sign + "' does not take these values");
        }
        return left instanceof Double || right instanceof Double || sign.equals("/")
                ? broken(sign, number(left), number(right))
                : whole(sign, Values.whole(left), Values.whole(right));
    }

    private static String joined(String first, String second, Scope scope) {
        scope.limits().made(first.length() + (long) second.length());
        return first + second;
    }

    private static Object whole(String sign, long left, long right) {
        try {
            return switch (sign) {
                case "+" -> Math.addExact(left, right);
                case "-" -> Math.subtractExact(left, right);
                case "*" -> Math.multiplyExact(left, right);
                case "//" -> Math.floorDiv(left, right);
                case "%" -> Math.floorMod(left, right);
                case "**" -> (long) Math.pow((double) left, (double) right);
                default -> throw new TemplateException("'" + sign + "' is no operator");
            };
        } catch (ArithmeticException e) {
            throw new TemplateException("'" + sign + "' has no result here");
        }
    }

    private static Object broken(String sign, double left, double right) {
        double result = switch (sign) {
            case "+" -> left + right;
            case "-" -> left - right;
            case "*" -> left * right;
            case "/" -> left / right;
            case "//" -> Math.floor(left / right);
            case "%" -> left - right * Math.floor(left / right);
            case "**" -> Math.pow(left, right);
            default -> throw new TemplateException("'" + sign + "' is no operator");
        };
        if (!Double.isFinite(result)) {
            throw new TemplateException("'" + sign + "' has no result here");
        }
        return result;
    }

    private static boolean isNumber(Object value) {
        return value instanceof Number || value instanceof Boolean;
    }

    private static double number(Object value) {
        return value instanceof Double broken ? broken : Values.whole(value);
    }

    static boolean compare(String sign, Object left, Object right) {
        return switch (sign) {
            case "==" -> equal(left, right);
            case "!=" -> !equal(left, right);
            case "in" -> contains(right, left);
            case "not in" -> !contains(right, left);
            case "<" -> order(left, right) < 0;
            case ">" -> order(left, right) > 0;
            case "<=" -> order(left, right) <= 0;
            case ">=" -> order(left, right) >= 0;
            default -> throw new TemplateException("'" + sign + "' compares nothing");
        };
    }

    static boolean equal(Object left, Object right) {
        return (isNumber(left) && isNumber(right)) ? number(left) == number(right) : Objects.equals(left, right);
    }

    private static boolean contains(Object whole, Object part) {
        return switch (whole) {
            case String text when part instanceof String some -> text.contains(some);
            case Map<?, ?> map -> map.containsKey(part);
            case List<?> list -> list.stream().anyMatch(each -> equal(each, part));
            default -> {
                if (Values.UNDEFINED.equals(whole)) {
                    yield false;
                }
                throw new TemplateException("'in' does not take these values");
            }
        };
    }

    private static int order(Object left, Object right) {
        if (isNumber(left) && isNumber(right)) {
            return Double.compare(number(left), number(right));
        }
        if (left instanceof String first && right instanceof String second) {
            return first.compareTo(second);
        }
        throw new TemplateException("values of different kinds have no order");
    }
}
