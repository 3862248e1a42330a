package dev.millrace.formatting.example;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.text.Message;
import dev.millrace.contracts.text.Passage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Prompts and answers in TRL's two forms: plain text, which stands as it is to its last space, and lists of turns. */
final class Passages {
    private static final Set<String> ROLES = Set.of("system", "user", "assistant");

    private Passages() {}

    /** Empty when the value is neither, or says nothing. */
    static Optional<Passage> read(JsonNode value) {
        if (value.isTextual()) {
            return value.asText().isBlank() ? Optional.empty() : Optional.of(Passage.of(value.asText()));
        }
        return value.isArray() && !value.isEmpty() ? turns(value) : Optional.empty();
    }

    private static Optional<Passage> turns(JsonNode list) {
        List<Message> turns = new ArrayList<>();
        for (JsonNode turn : list) {
            String role = Fields.text(turn, "role");
            String content = Fields.text(turn, "content");
            if (!ROLES.contains(role) || content.isBlank()) {
                return Optional.empty();
            }
            turns.add(new Message(role, content));
        }
        return Optional.of(Passage.of(turns));
    }

    static boolean ofOneForm(Passage one, Passage other) {
        return (one.text() == null) == (other.text() == null);
    }

    /** Whether the answer can follow the prompt: turns are asked by the user and answered by the assistant. */
    static boolean answers(Passage prompt, Passage answer) {
        if (!ofOneForm(prompt, answer)) {
            return false;
        }
        return prompt.text() != null
                || (prompt.messages().getLast().role().equals("user")
                        && answer.messages().getFirst().role().equals("assistant")
                        && answer.messages().getLast().role().equals("assistant"));
    }
}
