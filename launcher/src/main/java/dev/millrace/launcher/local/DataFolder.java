package dev.millrace.launcher.local;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Everything a local installation keeps: in one folder, so that it can be moved, kept and thrown away. */
public record DataFolder(Path root) {
    public DataFolder {
        root = root.toAbsolutePath().normalize();
    }

    /** The folder itself, made when it is missing. */
    public Path created() {
        return folder("");
    }

    /** @throws LauncherException when the disk has less left than that */
    void requireSpace(long bytes) {
        created();
        long left = space();
        if (left < bytes) {
            throw LauncherException.failed("The disk of the data folder " + root + " is full: " + (left >> 20)
                    + " MiB are left, " + (bytes >> 20) + " MiB are needed to start.");
        }
    }

    /** Bytes that are left on its disk. */
    public long space() {
        try {
            return Files.getFileStore(root).getUsableSpace();
        } catch (IOException e) {
            throw LauncherException.failed("The disk of the data folder " + root + " cannot be looked at.", e);
        }
    }

    /** That the disk is nearly full, in a sentence; empty while there is room. */
    public Optional<String> shortOfSpace() {
        long left = space();
        return left < DiskWatch.LITTLE ? Optional.of(DiskWatch.sentence(root.toString(), left)) : Optional.empty();
    }

    public Path kafka() {
        return folder("kafka");
    }

    public Path store() {
        return folder("store");
    }

    public Path logs() {
        return folder("logs");
    }

    public Path secrets() {
        return folder("secrets");
    }

    public Path replica(ServiceKind service, int slot) {
        return folder("services/" + service.label() + "-" + slot);
    }

    public Path lock() {
        return folder("").resolve("lock");
    }

    public Path state() {
        return root.resolve("state.json");
    }

    private Path folder(String name) {
        try {
            return Files.createDirectories(root.resolve(name));
        } catch (FileSystemException e) {
            throw LauncherException.failed("The data folder " + root + " cannot be written: " + reason(e), e);
        } catch (IOException e) {
            throw LauncherException.failed("The data folder " + root + " cannot be written.", e);
        }
    }

    private static String reason(FileSystemException e) {
        return e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
    }
}
