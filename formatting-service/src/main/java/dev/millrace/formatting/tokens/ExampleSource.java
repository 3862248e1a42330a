package dev.millrace.formatting.tokens;

import dev.millrace.contracts.Json;
import dev.millrace.contracts.manifest.DatasetManifest;
import dev.millrace.contracts.manifest.DatasetRow;
import dev.millrace.contracts.text.Example;
import dev.millrace.formatting.seal.Split;
import dev.millrace.storage.ObjectReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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

    /** Takes one example after the other. */
    interface Taker {
        /** @param row which of {@link #rows()} the example was made of */
        void take(String side, int row, Example example);
    }

    void forEach(Taker taker) {
        List<Integer> withExamples = IntStream.range(0, rows.size())
                .filter(row -> rows.get(row).examples() != null)
                .boxed()
                .toList();
        for (int from = 0; from < withExamples.size(); from += ROWS_AT_ONCE) {
            List<Integer> some = withExamples.subList(from, Math.min(withExamples.size(), from + ROWS_AT_ONCE));
            List<byte[]> contents = reader.readAll(some.stream()
                    .flatMap(row -> Stream.ofNullable(rows.get(row).examples()))
                    .toList());
            for (int i = 0; i < some.size(); i++) {
                each(contents.get(i), some.get(i), taker);
            }
        }
    }

    private void each(byte[] lines, int row, Taker taker) {
        new String(lines, StandardCharsets.UTF_8).lines().forEach(line -> {
            Example example = Json.read(line.getBytes(StandardCharsets.UTF_8), Example.class);
            taker.take(split.side(example.splitKey()), row, example);
        });
    }
}
