package dev.millrace.contracts.text;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an example is, and so what can be learned from it. Tokens of each kind lie in shards of their own. */
public enum ExampleKind {
    /** Running text and conversations. */
    TEXT("text"),
    /** Two answers to a prompt, of which one is wanted. */
    PREFERENCE("preference"),
    /** An answer to a prompt, and whether it is wanted. */
    UNPAIRED("unpaired"),
    /** A text that belongs to a class; it is a text like any other, too. */
    LABELLED("labelled"),
    /** Texts that belong together, and perhaps one that does not. */
    RELATED("related");

    private final String wireName;

    ExampleKind(String wireName) {
        this.wireName = wireName;
    }

    /** Its name in manifests and events. */
    public String wireName() {
        return wireName;
    }

    /** Number of examples by kind; null when there is nothing but text, which needs no saying. */
    public static @Nullable Map<String, Long> counts(Collection<Example> examples) {
        Map<String, Long> counts = new TreeMap<>();
        examples.forEach(example -> counts.merge(example.kind().wireName, 1L, Long::sum));
        return onlyText(counts) ? null : counts;
    }

    /** Whether these numbers by kind speak of nothing but text. */
    public static boolean onlyText(Map<String, Long> counts) {
        return counts.keySet().stream().allMatch(TEXT.wireName::equals);
    }
}
