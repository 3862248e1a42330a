package dev.millrace.launcher.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The file in which processes note which crash points they came to, and at which they ended. */
final class CrashLog {
    private static final String ENDED = "!";

    private final Path file;

    CrashLog(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    /** Points that were come to. */
    Set<String> reached() {
        Set<String> points = new TreeSet<>();
        lines().stream().filter(line -> !line.startsWith(ENDED)).forEach(points::add);
        return points;
    }

    /** Points at which a process ended. */
    Set<String> crashed() {
        Set<String> points = new TreeSet<>();
        lines().stream()
                .filter(line -> line.startsWith(ENDED))
                .forEach(line -> points.add(line.substring(ENDED.length())));
        return points;
    }

    private List<String> lines() {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
