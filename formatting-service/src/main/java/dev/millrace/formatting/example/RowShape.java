package dev.millrace.formatting.example;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.text.Message;
import java.util.List;
import java.util.Optional;

/** One layout in which rows hold conversations. */
interface RowShape {
    /** The conversation, or empty when the row has another layout. */
    Optional<List<Message>> read(JsonNode row);
}
