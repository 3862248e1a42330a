package dev.millrace.contracts.event;

import dev.millrace.contracts.Check;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Exactly one of the three ways to hand over content.
 *
 * @param inline base64 (RFC 4648, section 4)
 * @param text the document as text
 * @param ref an object the service may read
 */
public record SubmittedContent(
        @Nullable String inline,
        @Nullable String text,
        @Nullable SubmittedReference ref) {
    public SubmittedContent {
        Check.that(
                Stream.of(inline, text, ref).filter(Objects::nonNull).count() == 1,
                "content has exactly one of inline, text and ref");
    }
}
