package dev.millrace.model.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** Which processor this is, and what it can do by itself. */
public final class Processor {
    private static final Path FACTS = Path.of("/proc/cpuinfo");

    private Processor() {}

    /** The model's name; the architecture where that cannot be known. */
    public static String name() {
        try (Stream<String> lines = Files.lines(FACTS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(Processor::architecture);
        } catch (IOException e) {
            return architecture();
        }
    }

    private static String architecture() {
        return System.getProperty("os.arch", "unknown");
    }

    /** Whether it multiplies bfloat16 numbers; false where that cannot be known. */
    public static boolean multipliesBfloat16() {
        try (Stream<String> lines = Files.lines(FACTS)) {
            return lines.filter(line -> line.startsWith("flags"))
                    .limit(1)
                    .flatMap(line -> Arrays.stream(line.split("\\s+")))
                    .anyMatch(flag -> flag.equals("avx512_bf16") || flag.equals("amx_bf16"));
        } catch (IOException e) {
            return false;
        }
    }
}
