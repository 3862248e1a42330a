package dev.millrace.ingest;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.ErrorKind;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.Provenance;
import dev.millrace.contracts.recipe.PolicyRecipe;
import dev.millrace.ingest.extract.Extractors;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From bytes to text with structure; nothing else counts than what is handed in. */
public final class IngestStep {
    private final Extractors extractors;
    private final long largestDocument;

    /** @param largestDocument bytes a document may have */
    public IngestStep(Extractors extractors, long largestDocument) {
        this.extractors = extractors;
        this.largestDocument = largestDocument;
    }

    /**
     * @param declaredType what the producer takes the document for: a hint
     * @throws MillraceException only for failures that are not the document's own
     */
    public Ingestion ingest(byte[] content, Provenance provenance, @Nullable String declaredType, PolicyRecipe policy) {
        Optional<String> missing = policy.requiredProvenance().stream()
                .filter(attribute -> !isThere(provenance, attribute))
                .findFirst();
        if (missing.isPresent()) {
            return new Ingestion.Refused(
                    ErrorCode.PROVENANCE_REQUIRED, "the collection requires the attribute " + missing.get());
        }
        if (content.length == 0) {
            return new Ingestion.Refused(ErrorCode.CONTENT_EMPTY, "the document has no bytes");
        }
        if (content.length > largestDocument) {
            return new Ingestion.Refused(
                    ErrorCode.CONTENT_TOO_LARGE,
                    "the document has " + content.length + " bytes, the limit is " + largestDocument);
        }
        return extract(content, provenance, declaredType);
    }

    private Ingestion extract(byte[] content, Provenance provenance, @Nullable String declaredType) {
        try {
            String mediaType = extractors.mediaType(content, provenance.fileName(), declaredType);
            return extractors.isItsOwnText(mediaType, content)
                    ? new Ingestion.Plain(mediaType)
                    : new Ingestion.Accepted(mediaType, extractors.extract(mediaType, content));
        } catch (MillraceException e) {
            if (e.kind() != ErrorKind.INPUT) {
                throw e;
            }
            return new Ingestion.Refused(e.code(), String.valueOf(e.getMessage()));
        }
    }

    private static boolean isThere(Provenance provenance, String attribute) {
        return switch (attribute) {
            case "owner" -> provenance.owner() != null;
            case "department" -> provenance.department() != null;
            case "project" -> provenance.project() != null;
            case "phase" -> provenance.phase() != null;
            case "author" -> provenance.author() != null;
            case "licence" -> provenance.licence() != null;
            case "sensitivity" -> provenance.sensitivity() != null;
            case "validuntil" -> provenance.validUntil() != null;
            case "tags" -> !provenance.tags().isEmpty();
            default -> throw new IllegalArgumentException("the recipe checks the names of attributes");
        };
    }
}
