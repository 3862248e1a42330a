package dev.millrace.formatting;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.event.RejectedRows;
import dev.millrace.contracts.recipe.FormattingRecipe;
import dev.millrace.contracts.text.Block;
import dev.millrace.contracts.text.BlockKind;
import dev.millrace.contracts.text.CleanText;
import dev.millrace.contracts.text.Example;
import dev.millrace.contracts.text.ExampleKind;
import dev.millrace.contracts.text.Message;
import dev.millrace.contracts.text.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FormattingStepTest {
    private static final DocumentId DOCUMENT = new DocumentId("handbook", "leave.md");

    @Test
    void piecesOfOneDocumentAreNumberedAndLieOnOneSideOfTheSplit() {
        Block paragraph =
                new Block(BlockKind.PARAGRAPH, "The wheel turns. ".repeat(40).strip(), 0, null, null);

        FormattingStep.Formatted formatted =
                format(new CleanText(null, List.of(paragraph), List.of(), List.of(), Map.of()));

        assertThat(formatted.perExample()).isFalse();
        assertThat(formatted.rejectedRows()).isNull();
        assertThat(formatted.examples()).hasSize(4).extracting(Example::number).containsExactly(0, 1, 2, 3);
        assertThat(formatted.examples()).extracting(Example::splitKey).containsOnly("family");
        assertThat(formatted.examples()).extracting(Example::document).containsOnly(DOCUMENT);
    }

    @Test
    void everyRowIsAnExampleWithItsOwnPlaceInTheSplit() throws JsonProcessingException {
        FormattingStep.Formatted formatted =
                format(rows(1, "{'question': 'Who?', 'answer': 'Me.'}", "{'text': ' Running text. '}"));

        assertThat(formatted.perExample()).isTrue();
        assertThat(formatted.rejectedRows()).isNull();
        List<String> keys = formatted.examples().stream().map(Example::splitKey).toList();
        assertThat(keys)
                .doesNotHaveDuplicates()
                .allSatisfy(key -> assertThat(key).matches("family#[0-9a-f]{16}"));
        assertThat(formatted.examples())
                .containsExactly(
                        new Example(
                                DOCUMENT,
                                0,
                                keys.getFirst(),
                                null,
                                List.of(new Message("user", "Who?"), new Message("assistant", "Me."))),
                        new Example(DOCUMENT, 1, keys.getLast(), "Running text.", List.of()));
    }

    @Test
    void aRowKeepsItsPlaceInTheSplitWhereverItStands() throws JsonProcessingException {
        String first = "{'question': 'Who?', 'answer': 'Me.'}";
        String second = "{'question': 'Where?', 'answer': 'Here.'}";

        List<String> before = keys(first, second, first);
        List<String> after = keys("{'question': 'New?', 'answer': 'Yes.'}", second, first, first);

        assertThat(before).doesNotHaveDuplicates();
        assertThat(after).hasSize(4).containsAll(before);
    }

    private static List<String> keys(String... rows) throws JsonProcessingException {
        return format(rows(1, rows)).examples().stream().map(Example::splitKey).toList();
    }

    @Test
    void rowsWithoutAShapeAreTheirProducersToHearOfByLine() throws JsonProcessingException {
        FormattingStep.Formatted formatted =
                format(rows(3, "{'question': 'Who?'}", "{'question': 'Who?', 'answer': 'Me.'}", "{'text': ''}"));

        assertThat(formatted.examples()).extracting(Example::number).containsExactly(0);
        assertThat(formatted.rejectedRows())
                .isEqualTo(new RejectedRows(
                        2,
                        List.of(
                                new RejectedRows.Line(3, ErrorCode.ROW_SHAPE_UNKNOWN),
                                new RejectedRows.Line(5, ErrorCode.ROW_SHAPE_UNKNOWN))));
    }

    @Test
    void rowsThatCompareAnswersAreExamplesOfTheirKindAndBadOnesAreToldApart() throws JsonProcessingException {
        FormattingStep.Formatted formatted = format(rows(
                1,
                "{'prompt': 'Who?', 'chosen': 'Me.', 'rejected': 'You.'}",
                "{'prompt': 'Who?', 'chosen': 'Me.', 'rejected': 'Me.'}",
                "{'prompt': 'Who?', 'completion': 'You.', 'label': false}",
                "{'question': 'Who?', 'answer': 'Me.'}",
                "{'column': 1}"));

        assertThat(formatted.examples())
                .extracting(Example::kind)
                .containsExactly(ExampleKind.PREFERENCE, ExampleKind.UNPAIRED, ExampleKind.TEXT);
        assertThat(ExampleKind.counts(formatted.examples()))
                .isEqualTo(Map.of("preference", 1L, "unpaired", 1L, "text", 1L));
        assertThat(Objects.requireNonNull(formatted.rejectedRows()).first())
                .containsExactly(
                        new RejectedRows.Line(2, ErrorCode.ROW_PREFERENCE_INVALID),
                        new RejectedRows.Line(5, ErrorCode.ROW_SHAPE_UNKNOWN));
    }

    @Test
    void aFileOfNothingElseMakesNoLongList() throws JsonProcessingException {
        String[] rows = new String[1000];
        java.util.Arrays.fill(rows, "{'column': 1}");

        RejectedRows rejected = Objects.requireNonNull(format(rows(2, rows)).rejectedRows());

        assertThat(rejected.total()).isEqualTo(1000);
        assertThat(rejected.first()).hasSize(RejectedRows.MOST);
        assertThat(rejected.first().getFirst().line()).isEqualTo(2);
    }

    private static FormattingStep.Formatted format(CleanText text) {
        FormattingRecipe recipe = new FormattingRecipe(200, null, null, null, null, null);
        return new FormattingStep().format(DOCUMENT, text, "family", recipe);
    }

    /** @param line of the first row */
    private static CleanText rows(int line, String... values) throws JsonProcessingException {
        List<Row> rows = new ArrayList<>();
        for (String value : values) {
            rows.add(new Row(line + rows.size(), Json.mapper().readTree(value.replace('\'', '"'))));
        }
        return new CleanText(null, List.of(), rows, List.of(), Map.of());
    }
}
