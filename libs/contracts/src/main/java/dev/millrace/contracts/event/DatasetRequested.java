package dev.millrace.contracts.event;

import dev.millrace.contracts.Check;
import java.time.Instant;

/**
 * Asks for a dataset version of a collection.
 *
 * @param request chosen by who asks; the same one twice is one request
 * @param drain true to wait until everything submitted before is decided, which makes the version reproducible; false to take each
 *     document's last decision
 */
public record DatasetRequested(String request, String collection, boolean drain, Instant at, String by)
        implements Event {
    public DatasetRequested {
        Check.text("request", request, 128);
        Check.that(request.matches("[A-Za-z0-9._-]+"), "a request's id has letters, digits, dot, dash and underscore");
    }

    @Override
    public String key() {
        return collection;
    }
}
