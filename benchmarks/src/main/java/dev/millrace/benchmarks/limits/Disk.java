package dev.millrace.benchmarks.limits;

import dev.millrace.benchmarks.measure.Contestant;
import dev.millrace.benchmarks.measure.Samples;
import dev.millrace.benchmarks.measure.Timing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/** Writing one large file and forcing it to disk; forcing small writes one by one. */
final class Disk implements Contestant {
    static final String WRITE = "disk write + fsync";
    static final String SYNC = "fsync of 4 KiB";

    private static final int BLOCK = 8 << 20;
    private static final int BLOCKS = 64;
    private static final int SMALL = 4096;
    private static final int SYNCS = 100;

    private final Path file;
    private final byte[] block = new byte[BLOCK];

    Disk(Path folder) {
        this.file = folder.resolve("disk.bin");
        new Random(1).nextBytes(block);
    }

    @Override
    public String name() {
        return "disk";
    }

    @Override
    public void measure(Samples samples) throws Exception {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ)) {
            double seconds = Timing.seconds(() -> write(channel));
            if (channel.size() != (long) BLOCK * BLOCKS) {
                throw new IllegalStateException("the file is too short");
            }
            samples.add(WRITE, (double) BLOCK * BLOCKS / 1e6 / seconds);
            samples.add(SYNC, SYNCS / Timing.seconds(() -> sync(channel)));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void write(FileChannel channel) throws IOException {
        for (int i = 0; i < BLOCKS; i++) {
            all(channel, ByteBuffer.wrap(block), (long) i * BLOCK);
        }
        channel.force(true);
    }

    private void sync(FileChannel channel) throws IOException {
        for (int i = 0; i < SYNCS; i++) {
            all(channel, ByteBuffer.wrap(block, 0, SMALL), 0);
            channel.force(true);
        }
    }

    private static void all(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }
}
