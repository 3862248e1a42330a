package dev.millrace.formatting.tokens;

import dev.millrace.contracts.Json;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.manifest.DatasetManifest;
import dev.millrace.contracts.manifest.DatasetRow;
import dev.millrace.contracts.text.Example;
import dev.millrace.formatting.seal.Split;
import dev.millrace.storage.ObjectReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** The examples of a sealed dataset in the order of its rows, each with its side of the split. */
final class ExampleSource {
    private static final int ROWS_AT_ONCE = 500;

    private final ObjectReader reader;
    private final List<DatasetRow> rows;
    private final Split split;

    ExampleSource(ObjectReader reader, DatasetManifest manifest) {
        this.reader = reader;
        this.rows = new String(reader.read(manifest.rows()), StandardCharsets.UTF_8)
                .lines()
                .map(line -> Json.read(line.getBytes(StandardCharsets.UTF_8), DatasetRow.class))
                .toList();
        this.split = Split.parse(manifest.collection(), manifest.testBelow(), manifest.validationBelow());
    }

    List<DatasetRow> rows() {
        return rows;
    }

    void forEach(BiConsumer<String, Example> consumer) {
        List<ObjectRef> refs = new ArrayList<>();
        for (DatasetRow row : rows) {
            if (row.examples() != null) {
                refs.add(row.examples());
            }
        }
        for (int from = 0; from < refs.size(); from += ROWS_AT_ONCE) {
            reader.readAll(refs.subList(from, Math.min(refs.size(), from + ROWS_AT_ONCE)))
                    .forEach(lines -> each(lines, consumer));
        }
    }

    private void each(byte[] lines, BiConsumer<String, Example> consumer) {
        new String(lines, StandardCharsets.UTF_8).lines().forEach(line -> {
            Example example = Json.read(line.getBytes(StandardCharsets.UTF_8), Example.class);
            consumer.accept(split.side(example.splitKey()), example);
        });
    }
}
