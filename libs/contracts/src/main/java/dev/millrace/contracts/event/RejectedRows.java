package dev.millrace.contracts.event;

import dev.millrace.contracts.Check;
import dev.millrace.contracts.ErrorCode;
import java.util.List;

/**
 * The rows of a document that no example could be made of.
 *
 * @param total how many there are
 * @param first the first of them in the order of their lines, at most {@link #MOST}: a file of nothing else must not make a large event
 */
public record RejectedRows(int total, List<Line> first) {
    public static final int MOST = 20;

    public RejectedRows {
        first = List.copyOf(first);
        Check.that(
                !first.isEmpty() && first.size() <= MOST && first.size() <= total,
                "the first rejected rows are some of all");
    }

    /** @param line where the row begins, from 1 */
    public record Line(int line, ErrorCode code) {}
}
