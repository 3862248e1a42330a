package dev.millrace.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a figure depends on besides the program: processor, memory, load. Says neither the host's name nor any path. */
public final class Machine {
    private static final List<String> EXTENSIONS = List.of("avx2", "avx512f", "avx512_bf16", "amx_bf16");
    private static final long KIB_PER_GIB = 1 << 20;

    private Machine() {}

    public static Map<String, Object> describe() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("processor", field("/proc/cpuinfo", "model name"));
        List<String> flags = Arrays.asList(field("/proc/cpuinfo", "flags").split(" ", -1));
        machine.put("extensions", EXTENSIONS.stream().filter(flags::contains).toList());
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("memoryGiB", memory());
        machine.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("load1m", first("/proc/loadavg"));
        return machine;
    }

    private static long memory() {
        String digits = field("/proc/meminfo", "MemTotal").replaceAll("[^0-9]", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits) / KIB_PER_GIB;
    }

    private static String first(String file) {
        try {
            return Files.readString(Path.of(file)).split(" ", 2)[0];
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** The value of the first line that begins with the name, or {@code unknown}. */
    private static String field(String file, String name) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
