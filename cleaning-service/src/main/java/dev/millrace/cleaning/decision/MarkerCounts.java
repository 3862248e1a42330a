package dev.millrace.cleaning.decision;

import org.jspecify.annotations.Nullable;

/** Where markers are counted. */
public interface MarkerCounts {
    @Nullable
    MarkerCount get(String key);

    void put(String key, MarkerCount count);
}
