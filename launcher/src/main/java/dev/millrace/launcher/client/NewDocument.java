package dev.millrace.launcher.client;

import dev.millrace.contracts.event.SubmittedProvenance;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file to be submitted.
 *
 * @param documentId stable across revisions
 * @param time of this revision
 * @param source who submits it
 */
public record NewDocument(
        Path file,
        String collection,
        String documentId,
        Instant time,
        String source,
        @Nullable SubmittedProvenance provenance) {}
