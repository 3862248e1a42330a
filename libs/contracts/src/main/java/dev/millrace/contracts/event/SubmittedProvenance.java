package dev.millrace.contracts.event;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The provenance of a submission in JSON; the fields mean what the extension attributes of a raw document mean. */
public record SubmittedProvenance(
        @Nullable String owner,
        @Nullable String department,
        @Nullable String project,
        @Nullable String phase,
        @Nullable String author,
        @Nullable String licence,
        @Nullable String sensitivity,
        @Nullable LocalDate validUntil,
        @Nullable List<String> tags) {}
