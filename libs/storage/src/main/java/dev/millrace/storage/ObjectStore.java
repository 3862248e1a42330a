package dev.millrace.storage;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One bucket of an object store. Safe for use by many threads.
 *
 * <p>All methods fail with {@link MillraceException}: {@link ErrorCode#STORE_UNAVAILABLE} when the store does not answer as it
 * should and trying again may help, {@link ErrorCode#STORE_REFUSED} when it refuses the request as such (credentials, bucket,
 * rights), {@link ErrorCode#OBJECT_MISSING} when a read names what is not there.
 */
public interface ObjectStore extends AutoCloseable {
    String bucket();

    /**
     * Creates an object, or leaves the one that is there alone; of many who try at once exactly one creates it.
     *
     * @param mediaType of the stored bytes
     */
    PutOutcome putIfAbsent(String key, Content content, String mediaType);

    /** Creates an object or replaces the one that is there. */
    void put(String key, Content content, String mediaType);

    /** The whole object, in memory. */
    byte[] get(String key);

    /**
     * A range of the object's stored bytes.
     *
     * @throws MillraceException {@link ErrorCode#OBJECT_DAMAGED} when the object ends before the range does
     */
    byte[] getRange(String key, long offset, int length);

    /** The object as a stream; the caller closes it. A broken connection shows as an {@link java.io.IOException} of the stream. */
    InputStream open(String key);

    /** Writes the whole object to a file, replacing it; on failure the file is as it was. */
    void download(String key, Path file);

    /** Empty when there is no such object. */
    Optional<ObjectHead> head(String key);

    /**
     * All objects whose key starts with the prefix, by key. For diagnostics and sweeping only: uploads under way may show, so work is
     * never found by listing.
     */
    List<Listed> list(String prefix);

    /** Removes the object; that it was not there is no error. */
    void delete(String key);

    @Override
    void close();

    /** {@link #putIfAbsent(String, Content, String)} of bytes in memory. */
    default PutOutcome putIfAbsent(String key, byte[] bytes, String mediaType) {
        return putIfAbsent(key, Content.of(bytes), mediaType);
    }

    /** {@link #put(String, Content, String)} of bytes in memory. */
    default void put(String key, byte[] bytes, String mediaType) {
        put(key, Content.of(bytes), mediaType);
    }
}
