package dev.millrace.trainer.files;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders and files of the work directory, whose failures are those of a full or broken disk. */
public final class Folder {
    private Folder() {}

    public static Path create(Path folder) {
        return on(() -> Files.createDirectories(folder));
    }

    /** An empty folder, whatever was there. */
    public static Path fresh(Path folder) {
        delete(folder);
        return create(folder);
    }

    public static Path write(Path file, byte[] bytes) {
        return on(() -> Files.write(file, bytes));
    }

    public static byte[] read(Path file) {
        return on(() -> Files.readAllBytes(file));
    }

    public static Path copy(Path from, Path to) {
        return on(() -> Files.copy(from, to));
    }

    /** The same file under a second name where the disk can do that, a copy elsewhere: what replaces the first changes nothing here. */
    public static Path link(Path from, Path to) {
        return on(() -> {
            try {
                return Files.createLink(to, from);
            } catch (UnsupportedOperationException | FileSystemException e) {
                return Files.copy(from, to);
            }
        });
    }

    /** The folder's regular files by name. */
    public static List<Path> files(Path folder) {
        return on(() -> {
            try (Stream<Path> all = Files.list(folder)) {
                return all.filter(Files::isRegularFile)
                        .sorted(Comparator.comparing(file -> file.getFileName().toString()))
                        .toList();
            }
        });
    }

    /** Removes the folder with all that is in it; that it is not there is no error. */
    public static void delete(Path folder) {
        List<Path> deepestFirst = on(() -> {
            if (!Files.exists(folder)) {
                return List.<Path>of();
            }
            try (Stream<Path> all = Files.walk(folder)) {
                return all.sorted(Comparator.reverseOrder()).toList();
            }
        });
        for (Path each : deepestFirst) {
            boolean there = on(() -> Files.deleteIfExists(each));
            assert there || !Files.exists(each);
        }
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private static <T> T on(Work<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.DISK_FULL, "the work directory cannot be used", e);
        }
    }
}
