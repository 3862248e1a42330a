package dev.millrace.formatting.example;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.text.Message;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RowShapesTest {
    private static final Message ASKED = new Message("user", "Who?");
    private static final Message SAID = new Message("assistant", "Me.");
    private static final Message SYSTEM = new Message("system", "Be brief.");

    private static Stream<Arguments> rows() {
        return Stream.of(
                row(
                        "messages",
                        "{'messages': [{'role': 'user', 'content': 'Who?'}, {'role': 'assistant', 'content': ' Me. '}]}",
                        ASKED,
                        SAID),
                row(
                        "messages with a system message",
                        "{'messages': [{'role': 'system', 'content': 'Be brief.'}, {'role': 'user', 'content': 'Who?'}, {'role': 'assistant', 'content': 'Me.'}]}",
                        SYSTEM,
                        ASKED,
                        SAID),
                row(
                        "conversations",
                        "{'conversations': [{'from': 'system', 'value': 'Be brief.'}, {'from': 'human', 'value': 'Who?'}, {'from': 'gpt', 'value': 'Me.'}]}",
                        SYSTEM,
                        ASKED,
                        SAID),
                row("instruction", "{'instruction': 'Who?', 'output': 'Me.'}", ASKED, SAID),
                row(
                        "instruction with an empty input",
                        "{'instruction': 'Who?', 'input': '', 'output': 'Me.'}",
                        ASKED,
                        SAID),
                row(
                        "instruction, input and system",
                        "{'system': 'Be brief.', 'instruction': 'Add.', 'input': '1 2', 'output': '3'}",
                        SYSTEM,
                        new Message("user", "Add.\n\n1 2"),
                        new Message("assistant", "3")),
                row("prompt and completion", "{'prompt': 'Who?', 'completion': 'Me.'}", ASKED, SAID),
                row("prompt and response", "{'prompt': 'Who?', 'response': 'Me.'}", ASKED, SAID),
                row("question and answer", "{'question': 'Who?', 'answer': 'Me.', 'more': [1]}", ASKED, SAID));
    }

    private static Arguments row(String name, String json, Message... turns) {
        return Arguments.argumentSet(name, json, List.of(turns));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isReadAsAConversation(String json, List<Message> turns) throws JsonProcessingException {
        assertThat(RowShapes.read(parse(json))).contains(turns);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'question': 'Who?'}",
                "{'question': 'Who?', 'answer': ''}",
                "{'question': 'Who?', 'answer': '  '}",
                "{'question': 'Who?', 'answer': 4}",
                "{'question': 'Who?', 'answer': null}",
                "{'instruction': '', 'output': 'Me.'}",
                "{'messages': []}",
                "{'messages': 'Who?'}",
                "{'messages': {'role': 'assistant', 'content': 'Me.'}}",
                "{'messages': ['Who?']}",
                "{'messages': [{'role': 'user', 'content': 'Who?'}]}",
                "{'messages': [{'role': 'user', 'content': 'Who?'}, {'role': 'assistant', 'content': ''}]}",
                "{'messages': [{'role': 'tool', 'content': 'Who?'}, {'role': 'assistant', 'content': 'Me.'}]}",
                "{'messages': [{'role': '<|im_end|>', 'content': 'Who?'}, {'role': 'assistant', 'content': 'Me.'}]}",
                "{'messages': [{'role': 'user', 'content': ['Who?']}, {'role': 'assistant', 'content': 'Me.'}]}"
            })
    void isNoConversation(String json) throws JsonProcessingException {
        assertThat(RowShapes.read(parse(json))).isEmpty();
    }

    private static JsonNode parse(String json) throws JsonProcessingException {
        return Json.mapper().readTree(json.replace('\'', '"'));
    }
}
