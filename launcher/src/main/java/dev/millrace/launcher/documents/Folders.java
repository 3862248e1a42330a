package dev.millrace.launcher.documents;

import dev.millrace.launcher.client.NewDocument;
import dev.millrace.launcher.local.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Files of a person's own as documents. */
public final class Folders {
    private static final int LONGEST_NAME = 63;

    private Folders() {}

    /** The file, or all files in and below the folder but hidden ones, in the order of their paths. */
    public static List<NewDocument> documents(Path path, String collection, String source) {
        if (!Files.exists(path)) {
            throw LauncherException.usage(path + " does not exist.");
        }
        Path from = path.toAbsolutePath().normalize();
        Path root = Files.isDirectory(from) ? from : from.resolveSibling("");
        try (Stream<Path> files = Files.walk(from)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !isHidden(root.relativize(file)))
                    .sorted()
                    .map(file -> document(root, file, collection, source))
                    .toList();
        } catch (IOException e) {
            throw LauncherException.failed(path + " cannot be read.", e);
        }
    }

    private static boolean isHidden(Path relative) {
        return StreamSupport.stream(relative.spliterator(), false)
                .anyMatch(part -> part.toString().startsWith("."));
    }

    private static NewDocument document(Path root, Path file, String collection, String source) {
        try {
            return new NewDocument(
                    file,
                    collection,
                    root.relativize(file).toString().replace('\\', '/'),
                    Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.MILLIS),
                    source,
                    null);
        } catch (IOException e) {
            throw LauncherException.failed(file + " cannot be read.", e);
        }
    }

    /** A name for a collection, made of a folder's. */
    public static String collectionName(Path folder) {
        Path last = folder.toAbsolutePath().normalize().getFileName();
        String name = (last == null ? "documents" : last.toString())
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        String cut = name.substring(0, Math.min(name.length(), LONGEST_NAME));
        return cut.isEmpty() ? "documents" : cut;
    }
}
