package dev.millrace.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What S3Proxy leaves in a bucket's folder when the process ends in the middle of a write: {@code <key>-<uuid>} for a put, and
 * {@code .mpus-<upload>...} for a multipart upload nobody will finish.
 */
final class Leftovers {
    private static final Pattern TEMPORARY = Pattern.compile(".+-\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
    private static final String MULTIPART = ".mpus-";
    private static final String FINISHED = "content-md5";

    private Leftovers() {}

    static void sweep(Path store) {
        for (Path bucket : children(store)) {
            children(bucket).stream()
                    .filter(child -> child.getFileName().toString().startsWith(MULTIPART))
                    .forEach(Folders::delete);
            Folders.bottomUp(bucket).stream().filter(Leftovers::isUnfinished).forEach(Folders::deleteOne);
        }
    }

    /** Whole objects may have such names too, so only a file that was never finished, or has been published since, goes. */
    private static boolean isUnfinished(Path file) {
        if (!Files.isRegularFile(file)
                || !TEMPORARY.matcher(file.getFileName().toString()).matches()) {
            return false;
        }
        try {
            List<String> attributes = attributes(file);
            return (attributes != null && !attributes.contains(FINISHED)) || isPublished(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without extended attributes nothing tells a whole object from half of one, and null says so. */
    private static @Nullable List<String> attributes(Path file) throws IOException {
        UserDefinedFileAttributeView view = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
        return view == null ? null : view.list();
    }

    private static boolean isPublished(Path file) throws IOException {
        return Files.getFileStore(file).supportsFileAttributeView("unix")
                && Files.getAttribute(file, "unix:nlink") instanceof Integer links
                && links > 1;
    }

    private static List<Path> children(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
