package dev.millrace.ingest.messaging;

import dev.millrace.contracts.Check;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.event.SubmittedReference;
import dev.millrace.storage.ObjectStore;
import java.util.Arrays;
import java.util.Set;

/** Fetches what a submission refers to: only from our own bucket, only under the prefixes that producers upload to. */
final class References {
    private final ObjectStore store;
    private final Set<String> prefixes;
    private final long largest;

    References(ObjectStore store, Set<String> prefixes, long largest) {
        this.store = store;
        this.prefixes = Set.copyOf(prefixes);
        this.largest = largest;
    }

    /** Segments that name no file, or another one than they seem to, are tricks. */
    private static boolean isPlain(String key) {
        return key.chars().noneMatch(c -> Character.isISOControl(c) || c == '\\')
                && Check.isUnicode(key)
                && Arrays.stream(key.split("/", -1))
                        .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    }

    /** @throws MillraceException with an input code when the reference is at fault */
    byte[] fetch(SubmittedReference reference) {
        boolean allowed = reference.bucket().equals(store.bucket())
                && isPlain(reference.key())
                && prefixes.stream().anyMatch(reference.key()::startsWith);
        if (!allowed) {
            throw new MillraceException(ErrorCode.REFERENCE_REFUSED, "the reference names a place that is not allowed");
        }
        long total = store.head(reference.key())
                .orElseThrow(() ->
                        new MillraceException(ErrorCode.REFERENCE_MISSING, "the referenced object does not exist"))
                .length();
        long offset = reference.offset() == null ? 0 : reference.offset();
        long length = reference.length() == null ? total - offset : reference.length();
        if (offset > total || length > total - offset) {
            throw new MillraceException(ErrorCode.REFERENCE_MISSING, "the range lies beyond the object's end");
        }
        if (length > largest) {
            throw new MillraceException(
                    ErrorCode.CONTENT_TOO_LARGE, "the reference names " + length + " bytes, the limit is " + largest);
        }
        byte[] bytes = length == 0 ? new byte[0] : store.getRange(reference.key(), offset, (int) length);
        if (reference.sha256() != null && !reference.sha256().equals(Hashes.sha256(bytes))) {
            throw new MillraceException(ErrorCode.CONTENT_HASH_MISMATCH, "the bytes do not hash to what was announced");
        }
        return bytes;
    }
}
