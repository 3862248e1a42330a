package dev.millrace.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process holds in memory, MiB. */
public final class ResidentMemory {
    private static final double KIB_PER_MIB = 1024;

    private ResidentMemory() {}

    public static double now() throws IOException {
        return read("VmRSS:");
    }

    /** The most since the process began, or since {@link #forgetPeak}. */
    public static double peak() throws IOException {
        return read("VmHWM:");
    }

    /** From now on {@link #peak} knows nothing of what was before. */
    public static void forgetPeak() throws IOException {
        Files.writeString(Path.of("/proc/self/clear_refs"), "5");
    }

    private static double read(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / KIB_PER_MIB)
                .findFirst()
                .orElseThrow(() -> new IOException("this system does not tell " + name));
    }
}
