package dev.millrace.ingest;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.text.StructuredText;

/** What extraction makes of a document. */
public sealed interface Ingestion {
    /** Text was found. */
    record Accepted(String mediaType, StructuredText text) implements Ingestion {}

    /** The bytes are the text: it is not stored a second time. */
    record Plain(String mediaType) implements Ingestion {}

    /** The document cannot be taken, by its own fault. */
    record Refused(ErrorCode code, String message) implements Ingestion {}
}
