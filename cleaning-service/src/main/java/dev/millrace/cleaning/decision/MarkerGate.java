package dev.millrace.cleaning.decision;

import dev.millrace.contracts.event.PipelineMarker;

/** Holds a marker back until it has come from everywhere, then lets it through once. */
public final class MarkerGate {
    private final MarkerCounts counts;
    private final MarkerRule rule;

    public MarkerGate(MarkerCounts counts, MarkerRule rule) {
        this.counts = counts;
        this.rule = rule;
    }

    /**
     * Counts an arrival; the same one again changes nothing.
     *
     * @param hop which of the task's inputs it came by
     * @return true when it is to be sent on now
     */
    public boolean opens(String hop, PipelineMarker marker) {
        String key = hop + "/" + marker.request();
        MarkerCount known = counts.get(key);
        MarkerCount count = (known == null ? MarkerCount.NONE : known).with(marker.tag());
        boolean opens = !count.passed() && rule.isComplete(count.tags().size(), marker.partitions());
        counts.put(key, opens ? count.asPassed() : count);
        return opens;
    }
}
