package dev.millrace.contracts.text;

import dev.millrace.contracts.Check;
import dev.millrace.contracts.DocumentId;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
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
 * @param label the class of running text; null without one
 * @param related a text, one that belongs to it, and perhaps one that does not; null for all else
 */
public record Example(
        DocumentId document,
        int number,
        String splitKey,
        @Nullable String text,
        List<Message> messages,
        @Nullable Preference preference,
        @Nullable String label,
        @Nullable List<String> related) {
    public static final String MEDIA_TYPE = "application/vnd.millrace.examples+jsonl";

    public Example {
        messages = List.copyOf(messages);
        related = related == null ? null : List.copyOf(related);
        long forms = Stream.of(text, messages.isEmpty() ? null : messages, preference, related)
                .filter(Objects::nonNull)
                .count();
        Check.that(forms == 1, "an example is text, a conversation, a preference or texts that belong together");
        Check.that(label == null || text != null, "an example with a label is text");
        Check.that(related == null || related.size() == 2 || related.size() == 3, "two or three texts belong together");
    }

    /** Running text or a conversation. */
    public Example(DocumentId document, int number, String splitKey, @Nullable String text, List<Message> messages) {
        this(document, number, splitKey, text, messages, null, null, null);
    }

    /** Answers that are wanted or not. */
    public static Example of(DocumentId document, int number, String splitKey, Preference preference) {
        return new Example(document, number, splitKey, null, List.of(), preference, null, null);
    }

    /** A text of a class. */
    public static Example labelled(DocumentId document, int number, String splitKey, String text, String label) {
        return new Example(document, number, splitKey, text, List.of(), null, label, null);
    }

    /** Texts that belong together. */
    public static Example related(DocumentId document, int number, String splitKey, List<String> texts) {
        return new Example(document, number, splitKey, null, List.of(), null, null, texts);
    }

    public ExampleKind kind() {
        if (preference != null) {
            return preference.isPair() ? ExampleKind.PREFERENCE : ExampleKind.UNPAIRED;
        }
        if (related != null) {
            return ExampleKind.RELATED;
        }
        return label == null ? ExampleKind.TEXT : ExampleKind.LABELLED;
    }

    /** Whether a template makes its text. */
    public boolean isConversation() {
        return preference == null ? !messages.isEmpty() : preference.isConversation();
    }
}
