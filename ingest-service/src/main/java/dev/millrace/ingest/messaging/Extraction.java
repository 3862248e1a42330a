package dev.millrace.ingest.messaging;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.ErrorKind;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.contracts.text.StructuredText;
import dev.millrace.ingest.IngestStep;
import dev.millrace.ingest.Ingestion;
import dev.millrace.ingest.submission.Submission;
import dev.millrace.messaging.KnownRecipes;
import dev.millrace.storage.SegmentWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What is done with each submission of a batch by itself, and so by several threads at once. */
final class Extraction {
    private static final String UNKNOWN_TYPE = "application/octet-stream";

    private final IngestStep step;
    private final KnownRecipes recipes;
    private final References references;
    private final SegmentWriter raw;
    private final SegmentWriter text;
    private final Map<String, Optional<Current>> current = new ConcurrentHashMap<>();

    Extraction(IngestStep step, KnownRecipes recipes, References references, SegmentWriter raw, SegmentWriter text) {
        this.step = step;
        this.recipes = recipes;
        this.references = references;
        this.raw = raw;
        this.text = text;
    }

    /** The recipe that counts for the whole batch; making its version takes longer than a short document. */
    private record Current(Recipe recipe, String version) {}

    private Optional<Current> current(String collection) {
        return current.computeIfAbsent(
                collection, name -> recipes.known(name).map(recipe -> new Current(recipe, recipe.version())));
    }

    /** What was made of a submission, with its bytes as they will be stored. */
    sealed interface Made {
        /** Nothing is to be done with it but to tell. */
        record Passed(Submission submission) implements Made {}

        /** @param text null where the bytes are the text */
        record Accepted(
                Submission.Document document,
                String mediaType,
                @Nullable String title,
                SegmentWriter.Prepared raw,
                SegmentWriter.@Nullable Prepared text,
                String recipeVersion)
                implements Made {}

        /** @param raw null for what has no bytes, or none that could be had */
        record Rejected(Submission.Document document, Ingestion.Refused why, SegmentWriter.@Nullable Prepared raw)
                implements Made {}
    }

    Made of(Submission submission) {
        return submission instanceof Submission.Document document ? of(document) : new Made.Passed(submission);
    }

    static Made tooLate(Submission submission) {
        return submission instanceof Submission.Document document
                ? new Made.Rejected(
                        document,
                        new Ingestion.Refused(ErrorCode.EXTRACTION_LIMIT, "the document takes too long to extract"),
                        null)
                : new Made.Passed(submission);
    }

    private Made of(Submission.Document document) {
        byte[] bytes = null;
        try {
            Optional<Current> recipe = current(document.document().collection());
            bytes = bytes(document);
            if (recipe.isEmpty()) {
                return rejected(
                        document,
                        bytes,
                        new Ingestion.Refused(ErrorCode.COLLECTION_UNKNOWN, "no collection has this name"));
            }
            return of(document, bytes, recipe.get());
        } catch (MillraceException e) {
            if (e.kind() != ErrorKind.INPUT) {
                throw e;
            }
            return rejected(document, bytes, new Ingestion.Refused(e.code(), String.valueOf(e.getMessage())));
        }
    }

    private byte[] bytes(Submission.Document document) {
        return switch (document.content()) {
            case Submission.Content.Bytes(byte[] bytes) -> bytes;
            case Submission.Content.Reference(var reference) -> references.fetch(reference);
        };
    }

    private Made of(Submission.Document document, byte[] bytes, Current current) {
        return switch (step.ingest(bytes, document.provenance(), document.declaredType(), current.recipe.policy())) {
            case Ingestion.Accepted(String mediaType, StructuredText found) ->
                new Made.Accepted(
                        document,
                        mediaType,
                        found.title(),
                        raw.prepare(bytes, mediaType),
                        text.prepare(Json.write(found), StructuredText.MEDIA_TYPE),
                        current.version);
            case Ingestion.Plain(String mediaType) ->
                new Made.Accepted(document, mediaType, null, raw.prepare(bytes, mediaType), null, current.version);
            case Ingestion.Refused refused -> rejected(document, bytes, refused);
        };
    }

    private Made rejected(Submission.Document document, byte @Nullable [] bytes, Ingestion.Refused why) {
        SegmentWriter.Prepared kept = bytes == null || bytes.length == 0 ? null : raw.prepare(bytes, UNKNOWN_TYPE);
        return new Made.Rejected(document, why, kept);
    }
}
