package dev.millrace.formatting.example;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/** TR-2: rows that models with an encoder learn from. */
class EncoderRowsTest {
    static Stream<Arguments> rows() {
        return Stream.of(
                argumentSet("text", "{'text': 'The gate.'}", new RowReading.Running("The gate.")),
                argumentSet(
                        "a class by name",
                        "{'text': 'The gate.', 'label': 'place'}",
                        new RowReading.Labelled("The gate.", "place")),
                argumentSet(
                        "a class by number", "{'text': 'It is.', 'label': 3}", new RowReading.Labelled("It is.", "3")),
                argumentSet("no class", "{'text': 'It is.', 'label': null}", new RowReading.Running("It is.")),
                argumentSet("an empty class", "{'text': 'It is.', 'label': ' '}", new RowReading.Running("It is.")),
                argumentSet(
                        "two that belong together",
                        "{'anchor': 'gate', 'positive': 'door'}",
                        new RowReading.Related(List.of("gate", "door"))),
                argumentSet(
                        "and one that does not",
                        "{'anchor': 'gate', 'positive': 'door', 'negative': 'roof'}",
                        new RowReading.Related(List.of("gate", "door", "roof"))),
                argumentSet(
                        "an empty one",
                        "{'anchor': 'gate', 'positive': ' '}",
                        new RowReading.Refused(ErrorCode.ROW_SHAPE_UNKNOWN)),
                argumentSet(
                        "a verdict, which is no class",
                        "{'prompt': 'Who?', 'completion': 'He.', 'label': 7}",
                        new RowReading.Refused(ErrorCode.ROW_PREFERENCE_INVALID)));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void areReadAsWhatTheyAre(String row, RowReading expected) throws JsonProcessingException {
        JsonNode parsed = Json.mapper().readTree(row.replace('\'', '"'));
        assertThat(RowReader.read(parsed)).isEqualTo(expected);
    }
}
