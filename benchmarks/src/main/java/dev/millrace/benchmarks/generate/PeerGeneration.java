package dev.millrace.benchmarks.generate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.benchmarks.measure.Contestant;
import dev.millrace.benchmarks.measure.PeerTools;
import dev.millrace.benchmarks.measure.Samples;
import dev.millrace.benchmarks.report.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Another tool, in a process of its own each round; its cases are called MODEL KIND first token, and decode. */
final class PeerGeneration implements Contestant {
    static final String TRANSFORMERS = "transformers-generate";
    static final String LLAMA = "llama-cpp";

    private final PeerTools tools;
    private final String tool;
    private final List<String> options;
    private final Texts texts;
    private String version = "?";

    PeerGeneration(PeerTools tools, String tool, List<String> options, Texts texts) {
        this.tools = tools;
        this.tool = tool;
        this.options = List.copyOf(options);
        this.texts = texts;
    }

    @Override
    public String name() {
        return tool;
    }

    @Override
    public boolean startsCold() {
        return true;
    }

    @Override
    public void measure(Samples samples) throws Exception {
        String[] all =
                Stream.concat(options.stream(), Stream.of("--repeat", "1")).toArray(String[]::new);
        for (JsonNode each : tools.run(tool, all).orElse(List.of())) {
            String title = tool + " " + each.path("case").asText();
            samples.add(title, each.path("rate").asDouble());
            version = each.path("version").asText();
            if (title.endsWith(GenerateBench.DECODE)) {
                said(title.substring(0, title.length() - GenerateBench.DECODE.length()), each);
            }
        }
    }

    private void said(String name, JsonNode found) {
        List<Integer> ids = new ArrayList<>();
        found.path("ids").forEach(id -> ids.add(id.asInt()));
        texts.put(name, ids);
        JsonNode numbers = found.path("prompt_logits");
        float[] logits = new float[numbers.size()];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) numbers.path(i).asDouble();
        }
        texts.putLogits(name, logits);
    }

    /** Its speed in one of its cases; null when it is not installed. */
    @Nullable
    Peer peer(Samples samples, String title) {
        String name = tool + " " + title;
        return samples.has(name) ? Peer.of(tool, version, samples.figure(name)) : null;
    }
}
