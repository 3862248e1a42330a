package dev.millrace.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process holds in memory, bytes, as Linux counts it. */
public final class ResidentMemory {
    public static final double MIB = 1 << 20;

    private static final String SELF = "self";

    private ResidentMemory() {}

    /** What this process holds. */
    public static long now() throws IOException {
        return read(SELF, "VmRSS:");
    }

    /** What another process holds. */
    public static long of(long pid) throws IOException {
        return read(Long.toString(pid), "VmRSS:");
    }

    /** The most this process held since it began, or since {@link #forgetPeak}. */
    public static long peak() throws IOException {
        return read(SELF, "VmHWM:");
    }

    /** From now on {@link #peak} knows nothing of what was before. */
    public static void forgetPeak() throws IOException {
        Files.writeString(Path.of("/proc/self/clear_refs"), "5");
    }

    private static long read(String process, String name) throws IOException {
        return Files.readAllLines(Path.of("/proc", process, "status")).stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow(() -> new IOException("the process has ended, or this system does not tell " + name));
    }
}
