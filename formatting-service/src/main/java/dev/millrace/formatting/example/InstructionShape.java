package dev.millrace.formatting.example;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.text.Message;
import java.util.List;
import java.util.Optional;

/** Alpaca's layout: {@code instruction}, {@code output}, and perhaps {@code input} and {@code system}. */
final class InstructionShape implements RowShape {
    @Override
    public Optional<List<Message>> read(JsonNode row) {
        String instruction = Fields.text(row, "instruction");
        String input = Fields.text(row, "input");
        String output = Fields.text(row, "output");
        if (instruction.isBlank() || output.isBlank()) {
            return Optional.empty();
        }
        String asked = input.isBlank() ? instruction : instruction + "\n\n" + input;
        String system = Fields.text(row, "system");
        List<Message> turns = List.of(new Message("user", asked), new Message("assistant", output));
        return Optional.of(
                system.isBlank() ? turns : List.of(new Message("system", system), turns.get(0), turns.get(1)));
    }
}
