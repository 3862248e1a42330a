package dev.millrace.launcher.documents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.Json;
import dev.millrace.launcher.client.NewDocument;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Documents that belong together, and what is to be done with them.
 *
 * @param recipe of the collection
 * @param withdrawals documents that are taken back after they were submitted
 * @param prompts questions to ask the model; empty to make them from titles
 */
public record DocumentSet(
        String collection,
        JsonNode recipe,
        List<NewDocument> documents,
        List<Withdrawal> withdrawals,
        List<String> prompts) {
    public DocumentSet {
        documents = List.copyOf(documents);
        withdrawals = List.copyOf(withdrawals);
        prompts = List.copyOf(prompts);
    }

    /** A document that is taken back. */
    public record Withdrawal(String documentId, Instant time) {}

    /** A person's own folder, with a recipe that trains. */
    public static DocumentSet ofFolder(Path folder) {
        String collection = Folders.collectionName(folder);
        JsonNode recipe = Json.mapper()
                .createObjectNode()
                .set("training", Json.mapper().createObjectNode().put("automatic", true));
        return new DocumentSet(
                collection, recipe, Folders.documents(folder, collection, "urn:millrace:demo"), List.of(), List.of());
    }

    public DocumentSet withRecipe(JsonNode other) {
        return new DocumentSet(collection, other, documents, withdrawals, prompts);
    }

    /** How many documents there are; several files may be revisions of one. */
    public long size() {
        return documents.stream().map(NewDocument::documentId).distinct().count();
    }
}
