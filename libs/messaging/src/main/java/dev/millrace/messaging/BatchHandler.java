package dev.millrace.messaging;

import dev.millrace.contracts.event.OutgoingEvent;
import java.util.List;

/** What a stage does with a batch: all outside work is done when it returns, only the events are left to be sent. */
@FunctionalInterface
public interface BatchHandler {
    /**
     * Called again with other batch boundaries after a failure, so the same records must give the same facts.
     *
     * @param batch in the order of each partition
     * @return the events, in the order in which they are to be sent
     * @throws dev.millrace.contracts.MillraceException whose kind decides what happens to the batch
     */
    List<OutgoingEvent> handle(List<ReceivedRecord> batch);
}
