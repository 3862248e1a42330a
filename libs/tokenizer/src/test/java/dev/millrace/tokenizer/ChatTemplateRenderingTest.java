package dev.millrace.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.text.Message;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Templates are rendered as Jinja2 renders them, to the character: a model hears nothing else than what it was trained on. The expected texts
 * are Jinja2's own; {@code src/test/python/chat_templates.py} writes them.
 */
class ChatTemplateRenderingTest {
    private static Stream<Arguments> cases() throws IOException {
        List<Arguments> cases = new ArrayList<>();
        for (JsonNode each : all()) {
            cases.add(Arguments.argumentSet(each.path("name").asText(), each));
        }
        return cases.stream();
    }

    private static JsonNode all() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(ChatTemplateRenderingTest.class.getResourceAsStream("/chat-templates.json"))) {
            return Json.mapper().readTree(file);
        }
    }

    @Test
    void allTemplatesMeetAllConversations() throws IOException {
        assertThat(all()).hasSize(8 * 5);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isRenderedAsJinja2Does(JsonNode each) {
        Map<String, String> tokens = new HashMap<>();
        each.path("tokens")
                .fields()
                .forEachRemaining(
                        token -> tokens.put(token.getKey(), token.getValue().asText()));
        List<Message> messages = new ArrayList<>();
        each.path("messages")
                .forEach(message -> messages.add(new Message(
                        message.path("role").asText(), message.path("content").asText())));
        ChatTemplate template = new ChatTemplate(each.path("template").asText(), tokens);
        boolean generate = each.path("addGenerationPrompt").asBoolean();

        if (each.path("expected").isNull()) {
            assertThatThrownBy(() -> template.render(messages, generate))
                    .isInstanceOfSatisfying(
                            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TEMPLATE_INVALID));
        } else {
            assertThat(template.render(messages, generate))
                    .isEqualTo(each.path("expected").asText());
        }
    }
}
