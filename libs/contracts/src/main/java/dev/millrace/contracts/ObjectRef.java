package dev.millrace.contracts;

/**
 * A range in an immutable object.
 *
 * @param offset first stored byte of the range
 * @param length number of stored bytes
 * @param encoding how the stored bytes are packed
 * @param sha256 of the decoded content, lower-case hexadecimal
 * @param mediaType of the decoded content
 */
public record ObjectRef(
        String bucket, String key, long offset, long length, Encoding encoding, String sha256, String mediaType) {
    private static final int MAXIMUM_KEY = 1024;

    public ObjectRef {
        Check.text("bucket", bucket, 63);
        Check.text("key", key, MAXIMUM_KEY);
        Check.that(offset >= 0 && length >= 0 && offset + length >= 0, "offset and length are not negative");
        Check.sha256("sha256", sha256);
        Check.text("mediaType", mediaType, 255);
    }

    /** The same bytes under another media type. */
    public ObjectRef readAs(String otherMediaType) {
        return new ObjectRef(bucket, key, offset, length, encoding, sha256, otherMediaType);
    }
}
