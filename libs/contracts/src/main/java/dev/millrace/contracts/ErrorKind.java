package dev.millrace.contracts;

/** What an error calls for: the kind decides, the code explains. */
public enum ErrorKind {
    /** The input itself is at fault: rejected or dead-lettered at once, never retried. */
    INPUT,
    /** A part outside the service does not answer as it should: retried with back-off, the channel waits. */
    EXTERNAL,
    /** Memory, disk or time ran out: treated like {@link #EXTERNAL}, but alarmed. */
    RESOURCES,
    /** The service is set up wrongly: it stops and says so. */
    CONFIG,
    /** Our own mistake met one odd record: dead-lettered with an alarm; several in a row stop the service. */
    INTERNAL
}
