package dev.millrace.benchmarks.measure;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Versions of what takes part in a bench. */
public final class Versions {
    private Versions() {}

    /** @param parts any of millrace, jdk, libtorch, kafka, s3 */
    public static Map<String, String> of(String... parts) {
        Map<String, String> versions = new LinkedHashMap<>();
        for (String part : parts) {
            versions.put(part, version(part));
        }
        return versions;
    }

    private static String version(String part) {
        return switch (part) {
            case "jdk" -> Runtime.version().toString();
            case "kafka" -> org.apache.kafka.common.utils.AppInfoParser.getVersion();
            case "libtorch" -> onClassPath("pytorch-native-cpu-");
            case "s3" -> "s3proxy " + onClassPath("s3proxy-");
            case "millrace" -> onClassPath("millrace-benchmarks-");
            default -> throw new IllegalArgumentException("nothing is known of " + part);
        };
    }

    /** What follows the prefix in the name of a jar. */
    private static String onClassPath(String prefix) {
        for (String entry : System.getProperty("java.class.path", "").split(java.io.File.pathSeparator, -1)) {
            @Nullable String name = entry.substring(entry.lastIndexOf(java.io.File.separatorChar) + 1);
            if (name.startsWith(prefix) && name.endsWith(".jar")) {
                return name.substring(prefix.length(), name.length() - ".jar".length());
            }
        }
        return "unknown";
    }
}
