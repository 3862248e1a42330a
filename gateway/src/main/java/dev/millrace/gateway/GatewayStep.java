package dev.millrace.gateway;

import dev.millrace.contracts.Check;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.CollectionRecorded;
import dev.millrace.contracts.event.DatasetRequested;
import dev.millrace.contracts.event.DocumentSubmitted;
import dev.millrace.contracts.event.EventType;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.contracts.event.SubmittedContent;
import dev.millrace.contracts.event.SubmittedProvenance;
import dev.millrace.contracts.event.TrainingCommand;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.contracts.recipe.TrainingRecipe;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From what a caller wishes to the events that say so; nothing else counts than what is handed in. */
public final class GatewayStep {
    /** Who wishes something, and when. */
    public record Wish(String by, Instant at) {}

    /**
     * A document to hand in.
     *
     * @param documentId null to derive it as for any producer
     * @param source a URI reference that stands for the producer
     */
    public record Upload(
            String collection,
            @Nullable String documentId,
            @Nullable String fileName,
            @Nullable String mediaType,
            Instant time,
            String source,
            SubmittedProvenance provenance) {
        private static final int LONGEST = 1024;

        public Upload {
            Check.text("source", source, LONGEST);
            if (fileName != null) {
                Check.text("fileName", fileName, LONGEST);
            }
        }
    }

    /**
     * A record of the public ingest topic.
     *
     * @param attributes headers of a CloudEvent in binary mode
     * @param value null for a withdrawal
     */
    public record Submission(String id, String documentId, Map<String, String> attributes, byte @Nullable [] value) {}

    /** The recipe under its version, which stays, and as the current one. */
    public List<OutgoingEvent> record(String collection, Recipe recipe, Wish wish) {
        String version = recipe.version();
        return List.of(
                OutgoingEvent.to(
                        Topic.COLLECTIONS,
                        new CollectionRecorded(collection, version, false, recipe, wish.at(), wish.by())),
                OutgoingEvent.to(
                        Topic.COLLECTIONS,
                        new CollectionRecorded(collection, version, true, recipe, wish.at(), wish.by())));
    }

    public OutgoingEvent requestDataset(String request, String collection, boolean drain, Wish wish) {
        return OutgoingEvent.to(
                Topic.DATASETS_REQUESTED, new DatasetRequested(request, collection, drain, wish.at(), wish.by()));
    }

    /** @param recipe null takes the collection's */
    public OutgoingEvent startRun(
            String run, String collection, String datasetVersion, @Nullable TrainingRecipe recipe, Wish wish) {
        return command(new TrainingCommand(
                run, TrainingCommand.Action.START, collection, datasetVersion, recipe, wish.at(), wish.by()));
    }

    public OutgoingEvent command(String run, TrainingCommand.Action action, String collection, Wish wish) {
        return command(new TrainingCommand(run, action, collection, null, null, wish.at(), wish.by()));
    }

    /** @param checkpoint the run goes on from the last checkpoint up to this step */
    public OutgoingEvent revert(String run, int checkpoint, String collection, Wish wish) {
        return command(new TrainingCommand(
                run, TrainingCommand.Action.REVERT, collection, null, null, checkpoint, wish.at(), wish.by()));
    }

    private static OutgoingEvent command(TrainingCommand command) {
        return OutgoingEvent.to(Topic.TRAINING_COMMANDS, command);
    }

    /** @param id of the submission, chosen by who calls */
    public Submission submit(String id, Upload upload, SubmittedContent content) {
        String documentId = documentId(id, upload);
        DocumentSubmitted data = new DocumentSubmitted(
                upload.collection(), documentId, upload.fileName(), upload.mediaType(), content, upload.provenance());
        Map<String, String> attributes =
                attributes(EventType.DOCUMENT_SUBMITTED.wireName(), id, upload.source(), upload.time());
        attributes.put("content-type", "application/json");
        return new Submission(id, documentId, attributes, Json.write(data));
    }

    /** Without an id of its own a file is known by its source and name, and a nameless one by its submission: as ingest does it. */
    private static String documentId(String id, Upload upload) {
        if (upload.documentId() != null) {
            return upload.documentId();
        }
        return Hashes.sha256OfParts(upload.source(), upload.fileName() == null ? id : upload.fileName());
    }

    public Submission withdraw(String id, String collection, String documentId, Instant time, String source) {
        Map<String, String> attributes = attributes(EventType.DOCUMENT_WITHDRAWN.wireName(), id, source, time);
        attributes.put("ce_collection", collection);
        attributes.put("ce_subject", documentId);
        return new Submission(id, documentId, attributes, null);
    }

    private static Map<String, String> attributes(String type, String id, String source, Instant time) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("ce_specversion", "1.0");
        attributes.put("ce_type", type);
        attributes.put("ce_id", id);
        attributes.put("ce_source", source);
        attributes.put("ce_time", time.toString());
        return attributes;
    }
}
