package dev.millrace.tokenizer;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.MillraceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.UUID;
import java.util.stream.Stream;

/** GGUF files turned into Hugging Face directories, each once, known by the file's hash. */
final class GgufCache {
    private static final int BUFFER = 1 << 20;

    private final Path cache;
    private final String kind;
    private final GgufConversion conversion;

    /** @param kind tells apart the directories of different conversions of one file */
    GgufCache(Path cache, String kind, GgufConversion conversion) {
        this.cache = cache;
        this.kind = kind;
        this.conversion = conversion;
    }

    /** @throws MillraceException {@link ErrorCode#BASE_MODEL_UNAVAILABLE}, and what reading the file throws */
    Path directory(Path file) {
        try {
            Path target = cache.resolve("gguf-" + sha256(file) + "-" + kind);
            return Files.isDirectory(target) ? target : converted(file, target);
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.BASE_MODEL_UNAVAILABLE, "the GGUF file cannot be read, or the disk is full", e);
        }
    }

    /** Appears whole or not at all; of two services that convert at once the second finds the first one's work. */
    private Path converted(Path file, Path target) throws IOException {
        Path draft = Files.createDirectories(target.resolveSibling(target.getFileName() + "." + UUID.randomUUID()));
        try {
            conversion.convert(file, draft);
            return Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (Files.isDirectory(target)) {
                return target;
            }
            throw e;
        } finally {
            delete(draft);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
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
}
