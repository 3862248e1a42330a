package dev.millrace.launcher.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;

/** Keeps a second launcher out of the same data folder. The operating system lets go of it however the process ends. */
final class DataLock implements AutoCloseable {
    private final FileChannel channel;

    private DataLock(FileChannel channel) {
        this.channel = channel;
    }

    static DataLock take(DataFolder data) {
        try {
            FileChannel channel = FileChannel.open(data.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw LauncherException.usage("Millrace already runs on " + data.root()
                        + ". Stop it with ./millrace down --data " + data.root() + ", or use another folder.");
            }
            return new DataLock(channel);
        } catch (IOException e) {
            throw LauncherException.failed("The data folder " + data.root() + " cannot be locked.", e);
        }
    }

    private static @org.jspecify.annotations.Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw LauncherException.failed("The data folder cannot be unlocked.", e);
        }
    }
}
