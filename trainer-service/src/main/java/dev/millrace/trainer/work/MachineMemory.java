package dev.millrace.trainer.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Memory that a run may still take: what the machine has free, what the control group leaves, or what the configuration says. */
public final class MachineMemory {
    private static final Path MACHINE = Path.of("/proc/meminfo");
    private static final Path PROCESS = Path.of("/proc/self/status");

    private final long configured;
    private final CgroupMemory group;

    /** @param configured in bytes; 0 asks the machine */
    public MachineMemory(long configured, CgroupMemory group) {
        this.configured = configured;
        this.group = group;
    }

    /** Bytes; the largest number where nobody knows. */
    long available() {
        if (configured > 0) {
            return configured;
        }
        long machine = kibibytes(MACHINE, "MemAvailable").orElse(Long.MAX_VALUE);
        OptionalLong limit = group.limit();
        if (limit.isEmpty()) {
            return machine;
        }
        return Math.min(machine, Math.max(0, limit.getAsLong() - group.used().orElse(0)));
    }

    /** Bytes of this process that lie in memory now. */
    static OptionalLong resident() {
        return kibibytes(PROCESS, "VmRSS");
    }

    private static OptionalLong kibibytes(Path file, String name) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name + ":"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
