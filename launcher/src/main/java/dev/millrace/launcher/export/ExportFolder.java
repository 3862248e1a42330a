package dev.millrace.launcher.export;

import dev.millrace.launcher.local.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that is there whole or not at all: it is filled beside its place, then moved into it. */
public final class ExportFolder implements AutoCloseable {
    private final Path target;
    private final Path partial;

    private ExportFolder(Path target, Path partial) {
        this.target = target;
        this.partial = partial;
    }

    /** @throws LauncherException when something is in the folder already, or it cannot be made */
    public static ExportFolder at(Path out) {
        Path target = out.toAbsolutePath().normalize();
        try {
            if (Files.exists(target) && !isEmpty(target)) {
                throw LauncherException.usage("The folder " + out + " is not empty.");
            }
            Path partial = target.resolveSibling(target.getFileName() + ".partial");
            delete(partial);
            Files.createDirectories(partial);
            return new ExportFolder(target, partial);
        } catch (IOException e) {
            throw LauncherException.failed("The folder " + out + " cannot be written.", e);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    /** Where to write. */
    public Path path() {
        return partial;
    }

    /** Everything is there. */
    public void complete() throws IOException {
        Files.deleteIfExists(target);
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : deepestFirst) {
            Files.delete(each);
        }
    }

    /** What is not complete is removed. */
    @Override
    public void close() {
        try {
            delete(partial);
        } catch (IOException e) {
            throw LauncherException.failed("The folder " + partial + " cannot be removed.", e);
        }
    }
}
