package dev.millrace.contracts.text;

import dev.millrace.contracts.Check;
import dev.millrace.contracts.DocumentId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model learns from: running text, all of it supervised, or a conversation, of which the assistant's turns are.
 *
 * @param number from 0, in the document
 * @param splitKey examples of one key lie on one side of the split
 * @param text null for a conversation
 * @param messages empty for running text
 */
public record Example(
        DocumentId document,
        int number,
        String splitKey,
        @Nullable String text,
        List<Message> messages) {
    public static final String MEDIA_TYPE = "application/vnd.millrace.examples+jsonl";

    public Example {
        messages = List.copyOf(messages);
        Check.that((text != null) == messages.isEmpty(), "an example is text or a conversation");
    }
}
