package dev.millrace.contracts;

import java.time.Instant;
import java.util.Comparator;

/**
 * One state of a document. Equal bytes are one revision, which keeps the lowest time; the highest is current. Nobody counts arrivals, so
 * the order in which revisions come in means nothing.
 */
public record Revision(Instant submittedAt, String sha256) implements Comparable<Revision> {
    private static final Comparator<Revision> ORDER =
            Comparator.comparing(Revision::submittedAt).thenComparing(Revision::sha256);

    public Revision {
        Check.sha256("sha256", sha256);
    }

    @Override
    public int compareTo(Revision other) {
        return ORDER.compare(this, other);
    }
}
