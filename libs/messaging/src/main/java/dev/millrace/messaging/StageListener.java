package dev.millrace.messaging;

import dev.millrace.contracts.ErrorCode;
import java.time.Duration;

/** Hears of what a stage goes through: for metrics, health and logs. */
public interface StageListener {
    /** A batch's events and offsets are committed. */
    default void committed(String channel, int records, int events, Duration took) {}

    /** A batch waits for something outside and is tried again. */
    default void waiting(String channel, ErrorCode code, int attempt) {}

    /** A record went to the dead letters. */
    default void deadLettered(String channel, ErrorCode code, Throwable cause) {}

    /** The stage has stopped by itself and will not go on. */
    default void stopped(String channel, Throwable cause) {}
}
