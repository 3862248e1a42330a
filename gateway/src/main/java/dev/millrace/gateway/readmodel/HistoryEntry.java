package dev.millrace.gateway.readmodel;

import dev.millrace.contracts.Origin;
import dev.millrace.contracts.event.Event;
import java.time.Instant;

/**
 * One thing that happened to a document.
 *
 * @param type the event's wire name
 * @param origin the record that says so
 */
public record HistoryEntry(String type, Instant at, Origin origin, Event event) {}
