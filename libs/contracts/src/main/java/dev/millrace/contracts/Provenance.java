package dev.millrace.contracts;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a document comes from and what may be done with it, as its producer says. */
public record Provenance(
        String source,
        @Nullable String fileName,
        @Nullable String owner,
        @Nullable String department,
        @Nullable String project,
        @Nullable String phase,
        @Nullable String author,
        @Nullable String licence,
        @Nullable String sensitivity,
        @Nullable LocalDate validUntil,
        List<String> tags) {
    public Provenance {
        tags = tags == null ? List.of() : List.copyOf(tags);
    }

    public static Provenance of(String source) {
        return new Provenance(source, null, null, null, null, null, null, null, null, null, List.of());
    }
}
