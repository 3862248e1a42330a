package dev.millrace.contracts.event;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.millrace.contracts.Check;
import dev.millrace.contracts.ObjectRef;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of a document: the latest decision counts. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Decision.Kept.class, name = "kept"),
    @JsonSubTypes.Type(value = Decision.Dropped.class, name = "dropped"),
    @JsonSubTypes.Type(value = Decision.Withdrawn.class, name = "withdrawn")
})
public sealed interface Decision {

    /**
     * The document goes on.
     *
     * @param clean the {@link dev.millrace.contracts.text.CleanText}
     * @param family what keeps related documents on one side of the split
     * @param masked number of masked spans by kind
     */
    record Kept(
            ObjectRef clean,
            String textSha256,
            String family,
            @Nullable String title,
            Map<String, Integer> masked) implements Decision {
        public Kept {
            Check.sha256("textSha256", textSha256);
            Check.text("family", family, 1024);
            masked = Map.copyOf(masked);
        }
    }

    /** The document is left out, for a reason. */
    record Dropped(ObjectRef clean, DropReason reason) implements Decision {}

    /** The document was taken back. */
    record Withdrawn(Instant withdrawnAt) implements Decision {}
}
