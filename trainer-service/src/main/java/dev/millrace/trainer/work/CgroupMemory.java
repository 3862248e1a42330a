package dev.millrace.trainer.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What the control group of this process says of memory, in version 2 or 1 of Linux's control groups; nothing elsewhere. See the kernel's
 * documents admin-guide/cgroup-v2 (memory.max, memory.events) and cgroup-v1/memory (memory.limit_in_bytes, memory.oom_control).
 */
public final class CgroupMemory {
    /** Version 1 writes a page short of the largest number where there is no limit. */
    private static final long NO_LIMIT = 1L << 60;

    private final List<Path> folders;

    private CgroupMemory(List<Path> folders) {
        this.folders = folders;
    }

    public static CgroupMemory ofThisProcess() {
        return of(Path.of("/proc/self/cgroup"), Path.of("/sys/fs/cgroup"));
    }

    /**
     * @param membership as /proc/self/cgroup
     * @param root where control groups are mounted
     */
    static CgroupMemory of(Path membership, Path root) {
        return new CgroupMemory(lines(membership).stream()
                .map(line -> line.split(":", 3))
                .filter(parts -> parts.length == 3)
                .flatMap(parts -> folder(parts, root).stream())
                .toList());
    }

    private static Optional<Path> folder(String[] parts, Path root) {
        boolean unified = parts[1].isEmpty();
        if (!unified && !List.of(parts[1].split(",")).contains("memory")) {
            return Optional.empty();
        }
        Path mounted = unified ? root : root.resolve("memory");
        Path own = mounted.resolve(parts[2].substring(1));
        return Stream.of(own, mounted).filter(Files::isDirectory).findFirst();
    }

    /** The least limit of this group and those around it, in bytes. */
    OptionalLong limit() {
        return around().flatMap(
                        folder -> Stream.of(folder.resolve("memory.max"), folder.resolve("memory.limit_in_bytes")))
                .flatMapToLong(file -> number(lines(file).stream().findFirst().orElse("")).stream())
                .filter(bytes -> bytes < NO_LIMIT)
                .min();
    }

    private Stream<Path> around() {
        return folders.stream()
                .flatMap(folder -> Stream.iterate(folder, at -> at != null && at.getNameCount() > 0, Path::getParent))
                .filter(folder -> folder.toString().contains("cgroup"));
    }

    /** Bytes in use, without what the kernel can take back at once. */
    OptionalLong used() {
        return folders.stream()
                .flatMapToLong(folder -> Stream.of("memory.current", "memory.usage_in_bytes")
                        .flatMapToLong(
                                name -> number(lines(folder.resolve(name)).stream()
                                                .findFirst()
                                                .orElse(""))
                                        .stream())
                        .map(bytes -> bytes
                                - field(folder.resolve("memory.stat"), "inactive_file")
                                        .orElse(0)))
                .findFirst();
    }

    /** How many processes of this group the kernel has killed because memory ran out. */
    OptionalLong kills() {
        return folders.stream()
                .flatMap(folder -> Stream.of(folder.resolve("memory.events"), folder.resolve("memory.oom_control")))
                .flatMapToLong(file -> field(file, "oom_kill").stream())
                .findFirst();
    }

    private static OptionalLong field(Path file, String name) {
        return lines(file).stream()
                .filter(line -> line.startsWith(name + " "))
                .flatMapToLong(line -> number(line.substring(name.length() + 1)).stream())
                .findFirst();
    }

    private static OptionalLong number(String text) {
        return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }
}
