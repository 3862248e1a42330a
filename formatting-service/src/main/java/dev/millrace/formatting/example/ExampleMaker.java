package dev.millrace.formatting.example;

import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.event.RejectedRows;
import dev.millrace.contracts.text.CleanText;
import dev.millrace.contracts.text.Example;
import dev.millrace.contracts.text.Message;
import dev.millrace.contracts.text.Row;
import dev.millrace.formatting.FormattingStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the examples of one document: pieces of running text of its blocks, conversations of its rows. */
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
        List<Row> rejected = new ArrayList<>();
        for (Row row : rows) {
            String key = splitKey(family, examples.size());
            Optional<List<Message>> turns = RowShapes.read(row.value());
            String running = Fields.text(row.value(), "text");
            if (turns.isPresent()) {
                examples.add(new Example(document, examples.size(), key, null, turns.get()));
            } else if (!running.isBlank()) {
                examples.add(new Example(document, examples.size(), key, running, List.of()));
            } else {
                rejected.add(row);
            }
        }
        return new FormattingStep.Formatted(examples, true, rejected.isEmpty() ? null : rejectedRows(rejected));
    }

    private static RejectedRows rejectedRows(List<Row> rejected) {
        return new RejectedRows(
                rejected.size(),
                rejected.stream()
                        .limit(RejectedRows.MOST)
                        .map(row -> new RejectedRows.Line(row.number(), ErrorCode.ROW_SHAPE_UNKNOWN))
                        .toList());
    }

    /** The split key of one of several examples that lie where they like. */
    public static String splitKey(String family, int number) {
        return family + "#" + number;
    }
}
