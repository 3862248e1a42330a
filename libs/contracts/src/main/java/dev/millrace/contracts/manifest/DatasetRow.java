package dev.millrace.contracts.manifest;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.Revision;
import org.jspecify.annotations.Nullable;

/**
 * One document in a dataset version.
 *
 * @param examples null for a kept document without an example, which {@code without} explains
 * @param split train, validation or test; {@code rows} where each example has its own, by its split key
 * @param producer and {@code submissionId} tell whom to send receipts to
 */
public record DatasetRow(
        String documentId,
        Revision revision,
        String textSha256,
        String family,
        String recipeVersion,
        String split,
        int count,
        @Nullable ObjectRef examples,
        @Nullable ErrorCode without,
        @Nullable String producer,
        @Nullable String submissionId) {}
