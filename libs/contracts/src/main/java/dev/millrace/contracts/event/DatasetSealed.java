package dev.millrace.contracts.event;

import dev.millrace.contracts.ObjectRef;
import java.time.Instant;

/** A dataset version exists: its manifest is written. Tokens follow. */
public record DatasetSealed(String request, String collection, String version, ObjectRef manifest, Instant at)
        implements Event {
    @Override
    public String key() {
        return collection;
    }
}
