package dev.millrace.gateway.api;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.event.SubmittedProvenance;
import dev.millrace.gateway.answer.Bodies;
import dev.millrace.gateway.answer.Refusal;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Reads the parts of an upload that come as text. */
final class UploadForm {
    private static final int LONGEST = 1024;
    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T23:59:59Z");

    private UploadForm() {}

    static Instant time(@Nullable String time) {
        try {
            Instant parsed =
                    time == null ? Instant.now() : OffsetDateTime.parse(time).toInstant();
            if (parsed.isAfter(Instant.EPOCH.minusMillis(1)) && parsed.isBefore(END_OF_TIME)) {
                return parsed;
            }
        } catch (DateTimeException e) {
            // The sentence below says it.
        }
        throw Refusal.of(ErrorCode.ATTRIBUTE_INVALID, "time is an RFC 3339 time between the years 1970 and 9999.")
                .param("time");
    }

    /** @throws Refusal {@link ErrorCode#ATTRIBUTE_INVALID} for what no attribute of an event can be */
    static String line(String name, String value) {
        if (value.isEmpty() || value.length() > LONGEST) {
            throw Refusal.of(ErrorCode.ATTRIBUTE_INVALID, name + " has between 1 and " + LONGEST + " characters.")
                    .param(name)
                    .limit(LONGEST, value.length());
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw Refusal.of(ErrorCode.ATTRIBUTE_INVALID, name + " has no control characters.")
                    .param(name);
        }
        return value;
    }

    static SubmittedProvenance provenance(@Nullable String json) {
        SubmittedProvenance given = json == null
                ? null
                : Bodies.value(
                        new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), SubmittedProvenance.class);
        return given == null ? new SubmittedProvenance(null, null, null, null, null, null, null, null, null) : given;
    }
}
