package dev.millrace.contracts.manifest;

import java.util.List;

/**
 * Everything a run needs to go on as if it had never stopped; written after all its parts.
 *
 * @param generation the claim it was written under
 * @param machine processor type and thread count it was written on: elsewhere bits may differ
 */
public record CheckpointManifest(String run, int generation, int step, String machine, List<Part> parts) {
    public static final String MEDIA_TYPE = "application/vnd.millrace.checkpoint+json";

    public CheckpointManifest {
        parts = List.copyOf(parts);
    }
}
