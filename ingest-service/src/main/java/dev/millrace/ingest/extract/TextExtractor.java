package dev.millrace.ingest.extract;

import dev.millrace.contracts.text.StructuredText;
import java.util.Set;

/** Finds the text of one family of formats. */
public interface TextExtractor {
    /** Media types as the detector names them. */
    Set<String> mediaTypes();

    /**
     * @param content the whole document
     * @throws dev.millrace.contracts.MillraceException with an input code when the document cannot be read
     */
    StructuredText extract(byte[] content);
}
