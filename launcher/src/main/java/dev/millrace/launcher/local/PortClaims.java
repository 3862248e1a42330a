package dev.millrace.launcher.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Ports that launchers of one user have set aside. A port is free until a server listens on it, seconds after it was chosen: without this,
 * two launchers started together would choose the same ones, and one would talk to the other's broker. The operating system lets go of a
 * claim however the process ends.
 */
final class PortClaims implements AutoCloseable {
    private final Path folder;
    private final List<FileChannel> held = new ArrayList<>();

    PortClaims(Path folder) {
        this.folder = folder;
    }

    static PortClaims ofThisUser() {
        return new PortClaims(Path.of(System.getProperty("user.home"), ".cache", "millrace", "ports"));
    }

    /** Sets a port aside, or says false when another launcher has. */
    boolean claim(int port) {
        FileChannel channel;
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(
                    folder.resolve(Integer.toString(port)), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            // A home that cannot be written to: the port is still checked, only not kept from others.
            return true;
        }
        if (locks(channel)) {
            held.add(channel);
            return true;
        }
        close(channel);
        return false;
    }

    private static boolean locks(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException | IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        held.forEach(PortClaims::close);
        held.clear();
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw LauncherException.failed("A port cannot be given back.", e);
        }
    }
}
