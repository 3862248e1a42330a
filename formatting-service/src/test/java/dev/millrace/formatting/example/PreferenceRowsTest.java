package dev.millrace.formatting.example;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.text.Message;
import dev.millrace.contracts.text.Passage;
import dev.millrace.contracts.text.Preference;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Rows of answers that are wanted or not, in the layouts of TRL's dataset_formats page. */
class PreferenceRowsTest {
    private static final Message SYSTEM = new Message("system", "Be brief.");
    private static final Message ASKED = new Message("user", "Who?");
    private static final Message ME = new Message("assistant", "Me.");
    private static final Message YOU = new Message("assistant", "You.");
    private static final String SYSTEM_TURN = "{'role': 'system', 'content': 'Be brief.'}";
    private static final String ASKED_TURN = "{'role': 'user', 'content': 'Who?'}";
    private static final String ME_TURN = "{'role': 'assistant', 'content': ' Me. '}";
    private static final String YOU_TURN = "{'role': 'assistant', 'content': 'You.'}";

    private static Stream<Arguments> preferences() {
        return Stream.of(
                row("text", "{'prompt': 'The sky is', 'chosen': ' blue.', 'rejected': ' green.'}", sky()),
                row(
                        "text with a prompt in both",
                        "{'chosen': 'The sky is blue.', 'rejected': 'The sky is green.'}",
                        sky()),
                row("turns", pair("'prompt': [" + ASKED_TURN + "], ", ME_TURN, YOU_TURN), turns(ASKED)),
                row(
                        "turns with a prompt in both",
                        pair(
                                "",
                                SYSTEM_TURN + ", " + ASKED_TURN + ", " + ME_TURN,
                                SYSTEM_TURN + ", " + ASKED_TURN + ", " + YOU_TURN),
                        turns(SYSTEM, ASKED)),
                row(
                        "turns with a prompt in both and beside them",
                        pair(
                                "'prompt': 'Who?', 'messages': [" + ASKED_TURN + ", " + ME_TURN + "], ",
                                ASKED_TURN + ", " + ME_TURN,
                                ASKED_TURN + ", " + YOU_TURN),
                        turns(ASKED)),
                row(
                        "further turns behind the answer",
                        pair(
                                "'prompt': [" + ASKED_TURN + "], ",
                                ME_TURN + ", " + ASKED_TURN + ", " + ME_TURN,
                                YOU_TURN),
                        new Preference(
                                Passage.of(List.of(ASKED)),
                                Passage.of(List.of(ME, ASKED, ME)),
                                Passage.of(List.of(YOU)))),
                row("a wanted answer", judged("'The sky is'", "' blue.'", "true"), one(" blue.", null)),
                row("an unwanted answer", judged("'The sky is'", "' green.'", "false"), one(null, " green.")),
                row("a verdict in a table", judged("'The sky is'", "' blue.'", "'True'"), one(" blue.", null)),
                row("a verdict as a number", judged("'The sky is'", "' green.'", "0"), one(null, " green.")),
                row(
                        "a verdict over turns",
                        judged("[" + ASKED_TURN + "]", "[" + ME_TURN + "]", "true"),
                        new Preference(Passage.of(List.of(ASKED)), Passage.of(List.of(ME)), null)));
    }

    private static Arguments row(String name, String json, Preference expected) {
        return Arguments.argumentSet(name, json, expected);
    }

    private static String pair(String more, String chosen, String rejected) {
        return "{" + more + "'chosen': [" + chosen + "], 'rejected': [" + rejected + "]}";
    }

    private static String judged(String prompt, String completion, String label) {
        return "{'prompt': " + prompt + ", 'completion': " + completion + ", 'label': " + label + "}";
    }

    private static Preference sky() {
        return new Preference(Passage.of("The sky is"), Passage.of(" blue."), Passage.of(" green."));
    }

    private static Preference turns(Message... prompt) {
        return new Preference(Passage.of(List.of(prompt)), Passage.of(List.of(ME)), Passage.of(List.of(YOU)));
    }

    private static Preference one(@Nullable String chosen, @Nullable String rejected) {
        return new Preference(
                Passage.of("The sky is"),
                chosen == null ? null : Passage.of(chosen),
                rejected == null ? null : Passage.of(rejected));
    }

    @ParameterizedTest
    @MethodSource("preferences")
    void isReadAsAPreference(String json, Preference expected) throws JsonProcessingException {
        assertThat(RowReader.read(parse(json))).isEqualTo(new RowReading.Compared(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // a field is missing, empty or of another type
                "{'prompt': 'Who?', 'chosen': 'Me.'}",
                "{'prompt': 'Who?', 'rejected': 'You.'}",
                "{'prompt': 'Who?', 'chosen': 'Me.', 'rejected': null}",
                "{'prompt': 'Who?', 'chosen': '', 'rejected': 'You.'}",
                "{'prompt': '', 'chosen': 'Me.', 'rejected': 'You.'}",
                "{'prompt': 'Who?', 'chosen': ' ', 'rejected': 'You.'}",
                "{'prompt': 'Who?', 'chosen': 4, 'rejected': 'You.'}",
                "{'prompt': 'Who?', 'chosen': {'role': 'assistant', 'content': 'Me.'}, 'rejected': 'You.'}",
                "{'prompt': 4, 'chosen': 'Me.', 'rejected': 'You.'}",
                "{'prompt': 'Who?', 'chosen': 'Me.', 'rejected': [{'role': 'assistant', 'content': 'You.'}]}",
                "{'prompt': [], 'chosen': [], 'rejected': []}",
                "{'chosen': [{'role': 'tool', 'content': 'Me.'}], 'rejected': [{'role': 'assistant', 'content':"
                        + " 'You.'}]}",
                "{'chosen': ['Me.'], 'rejected': ['You.']}",
                // both answers are the same
                "{'prompt': 'Who?', 'chosen': 'Me.', 'rejected': 'Me.'}",
                "{'chosen': 'Who? Me.', 'rejected': 'Who? Me.'}",
                "{'chosen': [{'role': 'user', 'content': 'Who?'}, {'role': 'assistant', 'content': 'Me.'}],"
                        + " 'rejected': [{'role': 'user', 'content': 'Who?'}, {'role': 'assistant', 'content': 'Me.'}]}",
                // no prompt that both answers follow
                "{'chosen': 'Me.', 'rejected': 'You.'}",
                "{'chosen': 'Me', 'rejected': 'Me, of course.'}",
                "{'chosen': [{'role': 'assistant', 'content': 'Me.'}], 'rejected': [{'role': 'assistant', 'content':"
                        + " 'You.'}]}",
                "{'prompt': 'When?', 'chosen': [{'role': 'user', 'content': 'Who?'}, {'role': 'assistant', 'content':"
                        + " 'Me.'}], 'rejected': [{'role': 'user', 'content': 'Who?'}, {'role': 'assistant', 'content':"
                        + " 'You.'}]}",
                "{'chosen': [{'role': 'user', 'content': 'Who?'}, {'role': 'assistant', 'content': 'Me.'}],"
                        + " 'rejected': [{'role': 'user', 'content': 'When?'}, {'role': 'assistant', 'content': 'You.'}]}",
                "{'prompt': [{'role': 'assistant', 'content': 'Who?'}], 'chosen': [{'role': 'assistant', 'content':"
                        + " 'Me.'}], 'rejected': [{'role': 'assistant', 'content': 'You.'}]}",
                "{'prompt': [{'role': 'user', 'content': 'Who?'}], 'chosen': [{'role': 'user', 'content': 'Me.'}],"
                        + " 'rejected': [{'role': 'assistant', 'content': 'You.'}]}",
                // a verdict without what it is about, or none
                "{'completion': 'Me.', 'label': true}",
                "{'prompt': 'Who?', 'completion': '', 'label': true}",
                "{'prompt': 'Who?', 'completion': 'Me.', 'label': 2}",
                "{'prompt': 'Who?', 'completion': 'Me.', 'label': []}",
                "{'prompt': 'Who?', 'completion': 4, 'label': false}",
                "{'prompt': 'Who?', 'completion': [{'role': 'assistant', 'content': 'Me.'}], 'label': false}"
            })
    void comparesNothing(String json) throws JsonProcessingException {
        assertThat(RowReader.read(parse(json))).isEqualTo(new RowReading.Refused(ErrorCode.ROW_PREFERENCE_INVALID));
    }

    /** Such columns were there before, and are somebody's own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'prompt': 'Who?', 'completion': 'Me.', 'label': 'billing'}",
                "{'prompt': 'Who?', 'completion': 'Me.', 'label': null}",
                "{'prompt': 'Who?', 'response': 'Me.', 'label': true}",
                "{'prompt': 'Who?', 'completion': 'Me.'}",
                "{'messages': [{'role': 'user', 'content': 'Who?'}, {'role': 'assistant', 'content': 'Me.'}],"
                        + " 'chosen': 1}"
            })
    void isAConversationAsBefore(String json) throws JsonProcessingException {
        assertThat(RowReader.read(parse(json))).isEqualTo(new RowReading.Conversation(List.of(ASKED, ME)));
    }

    private static JsonNode parse(String json) throws JsonProcessingException {
        return Json.mapper().readTree(json.replace('\'', '"'));
    }
}
