package dev.millrace.formatting.example;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.text.Message;
import java.util.List;
import java.util.Optional;

/** All layouts of rows that are read; a new one is one class and one line here. */
final class RowShapes {
    private static final List<RowShape> ALL = List.of(
            new ConversationShape("messages", "role", "content"),
            new ConversationShape("conversations", "from", "value"),
            new InstructionShape(),
            new FieldPairShape("prompt", "completion"),
            new FieldPairShape("prompt", "response"),
            new FieldPairShape("question", "answer"));

    private RowShapes() {}

    static Optional<List<Message>> read(JsonNode row) {
        return ALL.stream().flatMap(shape -> shape.read(row).stream()).findFirst();
    }
}
