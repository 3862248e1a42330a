package dev.millrace.launcher.chaos.load;

import java.time.Instant;

/** One record of a chaos run. */
public sealed interface ChaosSubmission {
    String documentId();

    Instant time();

    /** A document's state. */
    record Document(String documentId, Instant time, String text) implements ChaosSubmission {}

    /** A document is taken back. */
    record Withdrawal(String documentId, Instant time) implements ChaosSubmission {}

    /** Bytes that claim to be a document and are none. */
    record Broken(String documentId, Instant time, String text) implements ChaosSubmission {}

    /** A record that does not say which document it is. */
    record Nameless(String documentId, Instant time) implements ChaosSubmission {}
}
