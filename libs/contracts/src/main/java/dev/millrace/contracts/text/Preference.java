package dev.millrace.contracts.text;

import dev.millrace.contracts.Check;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers to a prompt, and which of them is wanted.
 *
 * @param chosen null when nothing but an unwanted answer is known
 * @param rejected null when nothing but a wanted one is
 */
public record Preference(
        Passage prompt, @Nullable Passage chosen, @Nullable Passage rejected) {
    public Preference {
        Check.that(chosen != null || rejected != null, "a preference has an answer");
        Check.that(!Objects.equals(chosen, rejected), "the answers of a preference differ");
    }

    /** Whether two answers stand beside each other. */
    public boolean isPair() {
        return chosen != null && rejected != null;
    }

    /** The answers there are, the chosen one first. */
    public List<Passage> answers() {
        return Stream.of(chosen, rejected).filter(Objects::nonNull).toList();
    }

    /** Whether the prompt or an answer is of turns. */
    public boolean isConversation() {
        return Stream.concat(Stream.of(prompt), answers().stream()).anyMatch(each -> each.text() == null);
    }
}
