package dev.millrace.formatting.example;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.text.Message;
import dev.millrace.contracts.text.Preference;
import java.util.List;

/** What a row is read as. */
sealed interface RowReading {
    record Conversation(List<Message> turns) implements RowReading {}

    record Running(String text) implements RowReading {}

    record Labelled(String text, String label) implements RowReading {}

    /** @param texts one, one that belongs to it, and perhaps one that does not */
    record Related(List<String> texts) implements RowReading {}

    record Compared(Preference preference) implements RowReading {}

    /** No example can be made of it. */
    record Refused(ErrorCode code) implements RowReading {}
}
