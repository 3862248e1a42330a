package dev.millrace.cleaning.decision;

import java.util.Set;
import java.util.TreeSet;

/**
 * Where a marker has come from so far.
 *
 * @param tags the upstream partitions
 * @param passed whether it has been sent on
 */
public record MarkerCount(Set<Integer> tags, boolean passed) {
    static final MarkerCount NONE = new MarkerCount(Set.of(), false);

    public MarkerCount {
        tags = Set.copyOf(tags);
    }

    MarkerCount with(int tag) {
        Set<Integer> more = new TreeSet<>(tags);
        more.add(tag);
        return new MarkerCount(more, passed);
    }

    MarkerCount asPassed() {
        return new MarkerCount(tags, true);
    }
}
