package dev.millrace.contracts.text;

import dev.millrace.contracts.Check;
import dev.millrace.contracts.DocumentId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model learns from: running text, all of it supervised, a conversation, of which the assistant's turns are, or answers that are wanted
 * or not.
 *
 * @param number from 0, in the document
 * @param splitKey examples of one key lie on one side of the split
 * @param text null for all but running text
 * @param messages empty for all but a conversation
 * @param preference null for all but answers that are wanted or not
 */
public record Example(
        DocumentId document,
        int number,
        String splitKey,
        @Nullable String text,
        List<Message> messages,
        @Nullable Preference preference) {
    public static final String MEDIA_TYPE = "application/vnd.millrace.examples+jsonl";

    public Example {
        messages = List.copyOf(messages);
        int forms = (text == null ? 0 : 1) + (messages.isEmpty() ? 0 : 1) + (preference == null ? 0 : 1);
        Check.that(forms == 1, "an example is text, a conversation or a preference");
    }

    /** Running text or a conversation. */
    public Example(DocumentId document, int number, String splitKey, @Nullable String text, List<Message> messages) {
        this(document, number, splitKey, text, messages, null);
    }

    public ExampleKind kind() {
        if (preference == null) {
            return ExampleKind.TEXT;
        }
        return preference.isPair() ? ExampleKind.PREFERENCE : ExampleKind.UNPAIRED;
    }

    /** Whether a template makes its text. */
    public boolean isConversation() {
        return preference == null ? text == null : preference.isConversation();
    }
}
