package dev.millrace.gateway.readmodel;

import dev.millrace.contracts.event.Event;
import org.jdbi.v3.core.Handle;

/** Writes one type of event into the read model. Events of one key come in order, others in any, and each possibly twice. */
interface Projection<E extends Event> {
    Class<E> type();

    void apply(Handle db, Fact<E> fact);
}
