package dev.millrace.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file as a hub lists it.
 *
 * @param size in bytes; -1 when the hub does not tell
 * @param sha256 of large files, empty otherwise
 * @param blob git's name of small ones, the SHA-1 over their length and content; empty when the hub does not tell
 */
record HubFile(String name, long size, String sha256, String blob) {
    private static final int BUFFER = 1 << 20;

    static HubFile of(JsonNode sibling) {
        JsonNode large = sibling.path("lfs");
        return new HubFile(
                sibling.path("rfilename").asText(),
                sibling.path("size").asLong(-1),
                large.path("sha256").asText(""),
                large.isObject() ? "" : sibling.path("blobId").asText(""));
    }

    /** Whether a file on the disk is this one, as far as the hub tells. */
    boolean matches(Path file) throws IOException {
        if (!Files.exists(file) || (size >= 0 && Files.size(file) != size)) {
            return false;
        }
        if (!sha256.isEmpty()) {
            return sha256.equals(hash("SHA-256", file, new byte[0]));
        }
        byte[] head = ("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.US_ASCII);
        return blob.isEmpty() || blob.equals(hash("SHA-1", file, head));
    }

    private static String hash(String algorithm, Path file, byte[] head) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(head);
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
