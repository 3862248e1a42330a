package dev.millrace.formatting.seal;

import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.event.DocumentFormatted;
import dev.millrace.formatting.example.RowKeys;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What decides on which side of the split an example lies: the document's family, or a key of its own for each row.
 *
 * @param ofRows what {@link DocumentFormatted#splitKeys()} refers to
 */
record SplitKeys(Map<ObjectRef, List<String>> ofRows) {
    static final SplitKeys FAMILIES = new SplitKeys(Map.of());

    SplitKeys {
        ofRows = Map.copyOf(ofRows);
    }

    /** One for each example of a document of rows, else the one they share. */
    Stream<String> of(DocumentFormatted document) {
        String family = Objects.requireNonNull(document.family());
        if (!Boolean.TRUE.equals(document.perExample())) {
            return Stream.of(family);
        }
        return document.splitKeys() == null
                ? IntStream.range(0, document.count()).mapToObj(i -> RowKeys.byPlace(family, i))
                : Objects.requireNonNull(ofRows.get(document.splitKeys())).stream();
    }
}
