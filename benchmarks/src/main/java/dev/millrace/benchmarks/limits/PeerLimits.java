package dev.millrace.benchmarks.limits;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.benchmarks.measure.Contestant;
import dev.millrace.benchmarks.measure.PeerTools;
import dev.millrace.benchmarks.measure.Samples;
import dev.millrace.benchmarks.report.Peer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One peer tool, asked for one run each round; its cases keep their names behind {@code peer}. */
public final class PeerLimits implements Contestant {
    private final PeerTools tools;
    private final String tool;
    private final String[] options;
    private final Map<String, String> versions = new HashMap<>();

    public PeerLimits(PeerTools tools, String tool, String... options) {
        this.tools = tools;
        this.tool = tool;
        this.options = options.clone();
    }

    @Override
    public String name() {
        return "peer " + tool;
    }

    @Override
    public boolean startsCold() {
        return true;
    }

    @Override
    public void measure(Samples samples) throws Exception {
        List<JsonNode> cases = tools.run(tool, options).orElse(List.of());
        for (JsonNode each : cases) {
            String name = "peer " + each.path("case").asText();
            samples.add(name, each.path("rate").asDouble());
            versions.put(name, each.path("version").asText());
        }
    }

    /** The figure of one of the tool's cases; null when the tool is missing. */
    public @Nullable Peer peer(Samples samples, String title) {
        String name = "peer " + title;
        return samples.has(name) ? Peer.of(tool, versions.getOrDefault(name, "?"), samples.figure(name)) : null;
    }
}
