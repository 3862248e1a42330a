package dev.millrace.benchmarks.measure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The tools we are measured against, where they are installed beside the project. */
public final class PeerTools {
    private static final long MOST_MINUTES = 30;

    private final Path program;
    private final Path scratch;

    /** @param home the project's folder; peers lie in {@code shared/peers} beside it, or where {@code MILLRACE_PEERS} says */
    public PeerTools(Path home, Path scratch) {
        String named = System.getenv("MILLRACE_PEERS");
        Path folder = named == null ? home.resolveSibling("shared").resolve("peers") : Path.of(named);
        this.program = folder.resolve("peers");
        this.scratch = scratch;
    }

    /** The measured cases, or nothing when the tool is not there. */
    public Optional<List<JsonNode>> run(String name, String... options) throws IOException, InterruptedException {
        if (!isReady(name)) {
            return Optional.empty();
        }
        Path result = Files.createTempFile(scratch, name, ".json");
        Path log = scratch.resolve(name + ".log");
        List<String> command = new ArrayList<>(List.of(program.toString(), "run", name));
        command.addAll(List.of(options));
        command.addAll(List.of("--out", result.toString()));
        if (execute(command, log) != 0) {
            throw new IOException("the peer " + name + " failed: " + Files.readString(log));
        }
        List<JsonNode> cases = new ArrayList<>();
        Json.mapper().readTree(result.toFile()).path("results").forEach(cases::add);
        return Optional.of(cases);
    }

    /** Whether the tool is installed. */
    public boolean isReady(String name) throws IOException, InterruptedException {
        if (!Files.isExecutable(program)) {
            return false;
        }
        Path list = scratch.resolve("peers.txt");
        int exitCode = execute(List.of(program.toString(), "list"), list);
        try (var lines = Files.lines(list)) {
            return exitCode == 0 && lines.anyMatch(line -> line.startsWith(name + " ") && line.contains(" ready "));
        }
    }

    private static int execute(List<String> command, Path log) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException(command.get(2) + " did not end");
        }
        return process.exitValue();
    }
}
