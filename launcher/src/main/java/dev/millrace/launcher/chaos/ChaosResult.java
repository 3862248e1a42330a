package dev.millrace.launcher.chaos;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What came of a run.
 *
 * @param digest the dataset's; empty when there is none
 * @param inDataset documents with examples, by split
 * @param kills with {@code kill -9}
 * @param crashed crash points at which a process ended
 * @param reached crash points that any process came to
 */
public record ChaosResult(
        String name,
        String about,
        String digest,
        Map<String, Long> inDataset,
        int kills,
        Set<String> crashed,
        Set<String> reached,
        long seconds,
        List<String> violations) {
    public ChaosResult {
        inDataset = Map.copyOf(inDataset);
        crashed = new TreeSet<>(crashed);
        reached = new TreeSet<>(reached);
        violations = List.copyOf(violations);
    }
}
