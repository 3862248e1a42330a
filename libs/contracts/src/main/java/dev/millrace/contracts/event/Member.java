package dev.millrace.contracts.event;

import dev.millrace.contracts.DocumentId;
import java.time.Instant;
import java.util.Comparator;

/** A document's place in the total order in which duplicates are decided: the lower member stays. */
public record Member(Instant submittedAt, DocumentId document) implements Comparable<Member> {
    private static final Comparator<Member> ORDER = Comparator.comparing(Member::submittedAt)
            .thenComparing(m -> m.document().key());

    @Override
    public int compareTo(Member other) {
        return ORDER.compare(this, other);
    }
}
