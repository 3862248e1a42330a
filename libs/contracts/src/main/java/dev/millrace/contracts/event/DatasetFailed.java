package dev.millrace.contracts.event;

import dev.millrace.contracts.ErrorCode;
import java.time.Instant;

/** A dataset request that came to nothing. */
public record DatasetFailed(String request, String collection, ErrorCode code, String message, Instant at)
        implements Event {
    @Override
    public String key() {
        return collection;
    }
}
