package dev.millrace.contracts.event;

import dev.millrace.contracts.Check;
import org.jspecify.annotations.Nullable;

/**
 * An object, or a range of one, in a bucket the service may read.
 *
 * @param length number of bytes; the rest of the object when absent
 * @param sha256 of the bytes; checked when given
 */
public record SubmittedReference(
        String bucket,
        String key,
        @Nullable Long offset,
        @Nullable Long length,
        @Nullable String sha256) {
    public SubmittedReference {
        Check.text("bucket", bucket, 63);
        Check.text("key", key, 1024);
        Check.that(offset == null || offset >= 0, "offset is not negative");
        Check.that(length == null || length >= 0, "length is not negative");
        if (sha256 != null) {
            Check.sha256("sha256", sha256);
        }
    }
}
