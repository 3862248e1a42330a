package dev.millrace.contracts.manifest;

import dev.millrace.contracts.Check;
import dev.millrace.contracts.ObjectRef;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dataset version: which examples of which documents, in which split. Nothing in it depends on when or where it was made, so the same
 * content is the same version.
 *
 * @param version first 16 hexadecimal digits of the sha-256 over digest, recipe version and template hash
 * @param digest sha-256 over the lines {@code documentId TAB textSha256 TAB splits LF} in ascending order of document id (UTF-8 bytes);
 *     {@code splits} has the split of each example in their order, with commas between
 * @param testBelow split keys whose hash (16 hexadecimal digits, unsigned) is lower are in the test split
 * @param validationBelow and of the others those whose hash is lower than this are in the validation split
 * @param recipeVersions number of documents by the recipe version they were made with
 * @param rows one {@link DatasetRow} a line, in ascending order of document id
 * @param documents number of documents with examples, by split; a document whose rows lie in several splits counts in each
 * @param examples number of examples by split
 * @param without number of kept documents without an example, by code
 * @param kinds number of examples by kind (text, preference, unpaired); null when all are text
 */
public record DatasetManifest(
        String collection,
        String version,
        String digest,
        String recipeVersion,
        String templateSha256,
        String testBelow,
        String validationBelow,
        Map<String, Long> recipeVersions,
        ObjectRef rows,
        Map<String, Long> documents,
        Map<String, Long> examples,
        Map<String, Long> without,
        @Nullable Map<String, Long> kinds) {
    public static final String MEDIA_TYPE = "application/vnd.millrace.dataset+json";

    public DatasetManifest {
        Check.sha256("digest", digest);
        recipeVersions = Map.copyOf(recipeVersions);
        documents = Map.copyOf(documents);
        examples = Map.copyOf(examples);
        without = Map.copyOf(without);
        kinds = kinds == null ? null : Map.copyOf(kinds);
    }

    /** Of text alone. */
    public DatasetManifest(
            String collection,
            String version,
            String digest,
            String recipeVersion,
            String templateSha256,
            String testBelow,
            String validationBelow,
            Map<String, Long> recipeVersions,
            ObjectRef rows,
            Map<String, Long> documents,
            Map<String, Long> examples,
            Map<String, Long> without) {
        this(
                collection,
                version,
                digest,
                recipeVersion,
                templateSha256,
                testBelow,
                validationBelow,
                recipeVersions,
                rows,
                documents,
                examples,
                without,
                null);
    }
}
