package dev.millrace.contracts.event;

import dev.millrace.contracts.ObjectRef;

/** The rows of one partition at the cut. */
public record DatasetPartial(
        String request, String collection, int partition, int partitions, int documents, ObjectRef rows)
        implements Event {
    @Override
    public String key() {
        return collection;
    }
}
