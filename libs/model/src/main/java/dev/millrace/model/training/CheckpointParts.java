package dev.millrace.model.training;

import dev.millrace.model.decoder.StateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The files of a checkpoint, in the order in which they are to be stored; {@code state.json} is the last.
 *
 * @param step steps done
 */
public record CheckpointParts(long step, List<Part> parts) {
    public CheckpointParts {
        parts = List.copyOf(parts);
    }

    /**
     * One file.
     *
     * @param sha256 lower-case hexadecimal
     * @param size in bytes
     */
    public record Part(String name, Path path, String sha256, long size) {}

    static CheckpointParts of(Path directory, StateFiles files, long step) {
        return new CheckpointParts(
                step,
                CheckpointState.names(files).stream()
                        .map(name -> part(directory, name))
                        .toList());
    }

    static Part part(Path directory, String name) {
        Path path = directory.resolve(name);
        try {
            return new Part(name, path, sha256(path), Files.size(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(Path path) throws IOException {
        MessageDigest digest = digest();
        byte[] buffer = new byte[1 << 20];
        try (InputStream in = Files.newInputStream(path)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
