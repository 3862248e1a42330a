package dev.millrace.storage;

import dev.millrace.contracts.Encoding;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.ObjectRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Whole objects as files on disk, for what is too large for memory: token shards, checkpoints, models. */
public final class ObjectFiles {
    private static final int BUFFER = 1 << 20;

    private final ObjectStore store;

    public ObjectFiles(ObjectStore store) {
        this.store = store;
    }

    /** The reference that an upload of this file under this key makes. */
    public ObjectRef reference(Path file, String key, String mediaType) {
        try {
            return new ObjectRef(store.bucket(), key, 0, Files.size(file), Encoding.IDENTITY, sha256(file), mediaType);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * Creates the object, or finds it there.
     *
     * @throws MillraceException {@link ErrorCode#CONFLICT} when an object of another length has the key
     */
    public ObjectRef upload(Path file, String key, String mediaType) {
        ObjectRef reference = reference(file, key, mediaType);
        try {
            if (store.putIfAbsent(key, Content.of(file), mediaType) instanceof PutOutcome.AlreadyThere) {
                requireLength(reference);
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        return reference;
    }

    private void requireLength(ObjectRef reference) {
        long length = store.head(reference.key()).map(ObjectHead::length).orElse(-1L);
        if (length != reference.length()) {
            throw new MillraceException(ErrorCode.CONFLICT, "another object has this key");
        }
    }

    /**
     * Writes what the reference names to a file; on failure the file may hold anything.
     *
     * @throws MillraceException {@link ErrorCode#OBJECT_DAMAGED} when the bytes do not hash to what the reference says,
     *     {@link ErrorCode#REFERENCE_REFUSED} when it names another bucket or a part of an object, and as the store does
     */
    public void download(ObjectRef reference, Path file) {
        if (!reference.bucket().equals(store.bucket())
                || reference.offset() != 0
                || reference.encoding() != Encoding.IDENTITY) {
            throw new MillraceException(
                    ErrorCode.REFERENCE_REFUSED, "the reference names no whole object of this bucket");
        }
        store.download(reference.key(), file);
        verify(reference, file);
    }

    private static void verify(ObjectRef reference, Path file) {
        try {
            if (Files.size(file) != reference.length() || !sha256(file).equals(reference.sha256())) {
                throw new MillraceException(
                        ErrorCode.OBJECT_DAMAGED, "the content does not hash to what its reference says");
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = Hashes.newSha256();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MillraceException unreadable(IOException e) {
        return new MillraceException(ErrorCode.INTERNAL_ERROR, "a file on this machine's disk cannot be read", e);
    }
}
