package dev.millrace.launcher.documents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.event.SubmittedProvenance;
import dev.millrace.launcher.client.NewDocument;
import dev.millrace.launcher.local.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The documents that come with Millrace. */
public final class Samples {
    private static final String FOLDER = "samples";

    private Samples() {}

    /** The manifest as it is written. */
    record Manifest(
            String collection,
            String source,
            JsonNode recipe,
            List<DocumentSet.Withdrawal> withdrawals,
            List<String> prompts,
            List<Entry> documents) {}

    /** A file, and what is expected to become of it. */
    record Entry(String file, String documentId, Instant time, SubmittedProvenance provenance, Expected expected) {}

    /**
     * What is expected.
     *
     * @param outcome kept, dropped, rejected, withdrawn, or superseded by a later revision
     * @param masked number of masked spans by kind
     */
    record Expected(
            String outcome,
            @Nullable String code,
            @Nullable String of,
            @Nullable Map<String, Integer> masked) {}

    /** @param home the project's folder */
    public static DocumentSet in(Path home) {
        Path folder = home.resolve(FOLDER);
        Manifest manifest = manifest(folder);
        return new DocumentSet(
                manifest.collection(),
                manifest.recipe(),
                manifest.documents().stream()
                        .map(entry -> new NewDocument(
                                folder.resolve("documents").resolve(entry.file()),
                                manifest.collection(),
                                entry.documentId(),
                                entry.time(),
                                manifest.source(),
                                entry.provenance()))
                        .toList(),
                manifest.withdrawals(),
                manifest.prompts());
    }

    static Manifest manifest(Path folder) {
        try {
            return Json.strict().readValue(Files.readAllBytes(folder.resolve("manifest.json")), Manifest.class);
        } catch (IOException e) {
            throw LauncherException.failed("The samples in " + folder + " cannot be read.", e);
        }
    }
}
