package dev.millrace.formatting.tokens;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The classes of a dataset, numbered as they come; their last numbers follow the alphabet. */
final class LabelNames {
    private static final int MOST = Shard.MOST_LABEL + 1;

    private final Map<String, Integer> numbers = new LinkedHashMap<>();

    /** The number of a class; negative when there are too many for classes. */
    int number(String name) {
        if (numbers.size() == MOST && !numbers.containsKey(name)) {
            numbers.put(name, -1);
        }
        return numbers.size() > MOST ? -1 : numbers.computeIfAbsent(name, any -> numbers.size());
    }

    /** Whether nearly every text has a label of its own, which tells no classes apart. */
    boolean areTooMany() {
        return numbers.size() > MOST;
    }

    /** In the order of their last numbers. */
    List<String> sorted() {
        return numbers.keySet().stream().sorted().toList();
    }

    /** For every number that was given, the last one. */
    int[] lastNumbers() {
        List<String> sorted = sorted();
        return numbers.keySet().stream().mapToInt(sorted::indexOf).toArray();
    }
}
