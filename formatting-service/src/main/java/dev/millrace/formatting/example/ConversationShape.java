package dev.millrace.formatting.example;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.text.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A row with a list of turns: OpenAI's {@code messages} and ShareGPT's {@code conversations}. */
record ConversationShape(String list, String speaker, String text) implements RowShape {
    private static final Map<String, String> ROLES = Map.of(
            "system", "system",
            "user", "user",
            "human", "user",
            "assistant", "assistant",
            "gpt", "assistant",
            "model", "assistant");

    @Override
    public Optional<List<Message>> read(JsonNode row) {
        List<Message> messages = new ArrayList<>();
        for (JsonNode turn : row.path(list)) {
            String role = ROLES.get(Fields.text(turn, speaker));
            String content = Fields.text(turn, text);
            if (role == null || content.isBlank()) {
                return Optional.empty();
            }
            messages.add(new Message(role, content));
        }
        boolean answers = messages.stream().anyMatch(message -> message.role().equals("assistant"));
        return answers ? Optional.of(messages) : Optional.empty();
    }
}
