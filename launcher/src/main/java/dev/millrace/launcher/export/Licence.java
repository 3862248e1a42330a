package dev.millrace.launcher.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The licence that came with a base.
 *
 * @param file its name, empty when none came
 * @param id what hubs call it, {@code other} when its text is none of the common ones
 */
record Licence(String file, String id) {
    static final Licence NONE = new Licence("", "");
    static final List<String> FILES = List.of("LICENSE", "LICENSE.txt", "LICENSE.md");

    private static final String OTHER = "other";
    private static final Map<String, String> BEGINNINGS = Map.of(
            "apache license version 2.0", "apache-2.0",
            "mit license", "mit",
            "bsd 3-clause license", "bsd-3-clause",
            "bsd 2-clause license", "bsd-2-clause");

    static Licence in(Path directory) throws IOException {
        for (String name : FILES) {
            if (Files.exists(directory.resolve(name))) {
                return new Licence(name, id(Files.readString(directory.resolve(name))));
            }
        }
        return NONE;
    }

    private static String id(String text) {
        String words = text.toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9.-]+", " ")
                .replace("the mit license", "mit license")
                .strip();
        return BEGINNINGS.entrySet().stream()
                .filter(entry -> words.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(OTHER);
    }

    boolean came() {
        return !file.isEmpty();
    }

    boolean isOther() {
        return id.equals(OTHER);
    }
}
