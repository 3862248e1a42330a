package dev.millrace.benchmarks.measure;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What a bench runs with.
 *
 * @param home the project's folder
 * @param rounds measured rounds
 * @param scratch a folder that is removed afterwards
 * @param progress hears what is being done
 */
public record Session(Path home, int rounds, Path scratch, PeerTools peers, Consumer<String> progress) {
    public Alternation alternation() {
        return new Alternation(rounds, progress);
    }
}
