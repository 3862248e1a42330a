package dev.millrace.formatting.example;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.text.Message;
import java.util.List;
import java.util.Optional;

/** A row with one field asked and one answered, as in {@code prompt} and {@code completion}. */
record FieldPairShape(String asked, String answered) implements RowShape {
    @Override
    public Optional<List<Message>> read(JsonNode row) {
        String question = Fields.text(row, asked);
        String answer = Fields.text(row, answered);
        return question.isBlank() || answer.isBlank()
                ? Optional.empty()
                : Optional.of(List.of(new Message("user", question), new Message("assistant", answer)));
    }
}
