package dev.millrace.contracts.text;

import dev.millrace.contracts.Check;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A prompt or an answer: text as it stands, or turns that a template makes text of.
 *
 * @param text null for turns
 * @param messages empty for text
 */
public record Passage(@Nullable String text, List<Message> messages) {
    public Passage {
        messages = List.copyOf(messages);
        Check.that((text != null) == messages.isEmpty(), "a passage is text or turns");
    }

    public static Passage of(String text) {
        return new Passage(text, List.of());
    }

    public static Passage of(List<Message> messages) {
        return new Passage(null, messages);
    }

    /** All that somebody wrote of it. */
    public Stream<String> texts() {
        return text == null ? messages.stream().map(Message::content) : Stream.of(text);
    }
}
