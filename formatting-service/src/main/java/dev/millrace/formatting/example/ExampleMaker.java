package dev.millrace.formatting.example;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.event.RejectedRows;
import dev.millrace.contracts.text.CleanText;
import dev.millrace.contracts.text.Example;
import dev.millrace.contracts.text.Row;
import dev.millrace.formatting.FormattingStep;
import java.util.ArrayList;
import java.util.List;

/** Makes the examples of one document: pieces of running text of its blocks, conversations and preferences of its rows. */
public final class ExampleMaker {
    private final DocumentId document;
    private final String family;
    private final int chunkCharacters;

    public ExampleMaker(DocumentId document, String family, int chunkCharacters) {
        this.document = document;
        this.family = family;
        this.chunkCharacters = chunkCharacters;
    }

    public FormattingStep.Formatted make(CleanText text) {
        return text.rows().isEmpty() ? fromBlocks(text) : fromRows(text.rows());
    }

    private FormattingStep.Formatted fromBlocks(CleanText text) {
        List<Example> examples = new ArrayList<>();
        for (String chunk : Chunker.chunks(text.blocks(), chunkCharacters)) {
            examples.add(new Example(document, examples.size(), family, chunk, List.of()));
        }
        return new FormattingStep.Formatted(examples, false, null);
    }

    private FormattingStep.Formatted fromRows(List<Row> rows) {
        List<Example> examples = new ArrayList<>();
        List<RejectedRows.Line> rejected = new ArrayList<>();
        RowKeys keys = new RowKeys(family);
        for (Row row : rows) {
            JsonNode value = row.value();
            int next = examples.size();
            switch (RowReader.read(value)) {
                case RowReading.Refused refused -> rejected.add(new RejectedRows.Line(row.number(), refused.code()));
                case RowReading.Conversation read ->
                    examples.add(new Example(document, next, keys.next(value), null, read.turns()));
                case RowReading.Running read ->
                    examples.add(new Example(document, next, keys.next(value), read.text(), List.of()));
                case RowReading.Labelled read ->
                    examples.add(Example.labelled(document, next, keys.next(value), read.text(), read.label()));
                case RowReading.Related read ->
                    examples.add(Example.related(document, next, keys.next(value), read.texts()));
                case RowReading.Compared read ->
                    examples.add(Example.of(document, next, keys.next(value), read.preference()));
            }
        }
        return new FormattingStep.Formatted(examples, true, rejected.isEmpty() ? null : rejectedRows(rejected));
    }

    private static RejectedRows rejectedRows(List<RejectedRows.Line> rejected) {
        return new RejectedRows(
                rejected.size(), rejected.stream().limit(RejectedRows.MOST).toList());
    }
}
