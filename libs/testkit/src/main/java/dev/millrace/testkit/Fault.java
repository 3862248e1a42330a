package dev.millrace.testkit;

import java.time.Duration;

/** What {@link FaultyProxy} does to one request. */
public sealed interface Fault {
    /** Nothing. */
    record None() implements Fault {}

    /** Answers itself with this HTTP status; the store never sees the request. */
    record Status(int code) implements Fault {}

    /** Answers 200 to a put that the store never sees. */
    record Swallowed() implements Fault {}

    /** Resets the connection after so many bytes of the request went to the store, which may or may not act on them. */
    record RequestReset(long afterBytes) implements Fault {}

    /** Lets the store do its work and resets the connection after so many bytes of the answer. */
    record AnswerReset(long afterBytes) implements Fault {}

    /** Ends the connection in good order when so many bytes of the answer's body are missing. */
    record BodyCutShort(int missingBytes) implements Fault {}

    /** Changes one byte of the answer's body, somewhere. */
    record BodyBent() implements Fault {}

    /** Waits before passing the request on. */
    record Delay(Duration time) implements Fault {}
}
