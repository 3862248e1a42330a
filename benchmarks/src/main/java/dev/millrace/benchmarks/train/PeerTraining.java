package dev.millrace.benchmarks.train;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.benchmarks.measure.Contestant;
import dev.millrace.benchmarks.measure.PeerTools;
import dev.millrace.benchmarks.measure.Samples;
import dev.millrace.benchmarks.report.Figure;
import dev.millrace.benchmarks.report.Peer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** PyTorch, eager, in a process of its own each round: hand-written or from a library of models. */
final class PeerTraining implements Contestant {
    static final String TOOL = "torch-train";

    private final PeerTools tools;
    private final String model;
    private final String implementation;
    private final String precision;
    private final Losses losses;
    private String version = "?";

    PeerTraining(PeerTools tools, String model, String implementation, String precision, Losses losses) {
        this.tools = tools;
        this.model = model;
        this.implementation = implementation;
        this.precision = precision;
        this.losses = losses;
    }

    /** Writes the peer's starting weights and data into the folder. */
    static void export(PeerTools tools, String model, Path folder) throws Exception {
        tools.run(
                TOOL,
                "--models",
                model,
                "--export",
                folder.toString(),
                "--export-only",
                "--steps",
                Integer.toString(TrainBench.STEPS));
    }

    @Override
    public String name() {
        return TOOL + " " + implementation + " " + precision;
    }

    @Override
    public boolean startsCold() {
        return true;
    }

    @Override
    public void measure(Samples samples) throws Exception {
        List<JsonNode> cases = tools.run(
                        TOOL,
                        "--models",
                        model,
                        "--impl",
                        implementation,
                        "--mode",
                        "full",
                        "--precision",
                        precision,
                        "--shape",
                        Shape.NAME,
                        "--steps",
                        Integer.toString(TrainBench.STEPS),
                        "--warm",
                        Integer.toString(TrainBench.WARM),
                        "--repeat",
                        "1")
                .orElse(List.of());
        for (JsonNode each : cases) {
            samples.add(name(), each.path("rate").asDouble());
            samples.add("load " + name(), each.path("setup_s").asDouble());
            samples.add("memory " + name(), each.path("peak_mib").asDouble());
            version = each.path("version").asText();
            List<Double> found = new ArrayList<>();
            each.path("losses").forEach(loss -> found.add(loss.asDouble()));
            losses.put(name(), found);
        }
    }

    /** Its speed, or the seconds until it began to be measured; null when it is not installed. */
    @Nullable
    Peer peer(Samples samples, String prefix) {
        if (!samples.has(prefix + name())) {
            return null;
        }
        Figure figure = samples.figure(prefix + name());
        return Peer.of(TOOL + " " + implementation, version, figure);
    }
}
