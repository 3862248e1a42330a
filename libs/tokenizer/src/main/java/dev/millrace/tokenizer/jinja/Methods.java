package dev.millrace.tokenizer.jinja;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Methods of texts and maps: those of Python's that change nothing. */
final class Methods {
    private Methods() {}

    static @Nullable Callable of(String text, String name) {
        return switch (name) {
            case "strip" -> given -> strip(text, given, true, true);
            case "lstrip" -> given -> strip(text, given, true, false);
            case "rstrip" -> given -> strip(text, given, false, true);
            case "upper" -> given -> text.toUpperCase(Locale.ROOT);
            case "lower" -> given -> text.toLowerCase(Locale.ROOT);
            case "title" -> given -> PythonText.titled(text);
            case "capitalize" -> given -> PythonText.capitalised(text);
            case "startswith" -> given -> any(given, text::startsWith);
            case "endswith" -> given -> any(given, text::endsWith);
            case "split" -> given -> split(text, given);
            case "splitlines" -> given -> List.<Object>copyOf(text.lines().toList());
            case "replace" -> given -> text.replace(given.text(0, "old"), given.text(1, "new"));
            case "find" -> given -> find(text, given.text(0, "sub"));
            case "count" ->
                given -> (long) PythonText.split(text, given.text(0, "sub"), -1).size() - 1;
            case "join" -> given -> Filters.join(given.get(0, "iterable"), text, given.scope());
            case "isdigit" -> given -> !text.isEmpty() && text.codePoints().allMatch(Character::isDigit);
            default -> null;
        };
    }

    private static String strip(String text, Arguments given, boolean leading, boolean trailing) {
        Object characters = given.get(0, "chars", Values.NONE);
        String stripped = text;
        if (Values.NONE.equals(characters)) {
            stripped = leading ? PythonText.stripLeading(stripped) : stripped;
            return trailing ? PythonText.stripTrailing(stripped) : stripped;
        }
        String away = Values.text(characters);
        IntPredicate goes = character -> away.indexOf(character) >= 0;
        stripped = leading ? PythonText.stripLeading(stripped, goes) : stripped;
        return trailing ? PythonText.stripTrailing(stripped, goes) : stripped;
    }

    /** One text, or a list of which one will do. */
    private static boolean any(Arguments given, java.util.function.Predicate<String> holds) {
        Object wanted = given.get(0, "prefix");
        return wanted instanceof List<?> several
                ? several.stream().map(Values::text).anyMatch(holds)
                : holds.test(Values.text(wanted));
    }

    private static Object split(String text, Arguments given) {
        Object separator = given.get(0, "sep", Values.NONE);
        List<Object> parts = Values.NONE.equals(separator)
                ? PythonText.words(text)
                : PythonText.split(text, Values.text(separator), Values.whole(given.get(1, "maxsplit", -1L)));
        given.scope().limits().made(text.length());
        given.scope().limits().madeList(parts.size());
        return parts;
    }

    private static long find(String text, String part) {
        int at = text.indexOf(part);
        return at < 0 ? -1 : text.codePointCount(0, at);
    }

    static @Nullable Callable of(Map<?, ?> map, String name) {
        return switch (name) {
            case "items" -> given -> pairs(map);
            case "keys" -> given -> List.<Object>copyOf(map.keySet());
            case "values" -> given -> List.<Object>copyOf(map.values());
            case "get" ->
                given -> {
                    Object found = map.get(given.get(0, "key"));
                    return found == null ? given.get(1, "default", Values.NONE) : found;
                };
            default -> null;
        };
    }

    static List<Object> pairs(Map<?, ?> map) {
        return map.entrySet().stream()
                .<Object>map(entry -> List.<Object>of(entry.getKey(), entry.getValue()))
                .toList();
    }
}
