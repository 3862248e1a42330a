package dev.millrace.benchmarks.train;

import dev.millrace.benchmarks.Benchmark;
import dev.millrace.benchmarks.limits.Gemm;
import dev.millrace.benchmarks.measure.Contestant;
import dev.millrace.benchmarks.measure.Samples;
import dev.millrace.benchmarks.measure.Session;
import dev.millrace.benchmarks.measure.Versions;
import dev.millrace.benchmarks.report.Figure;
import dev.millrace.benchmarks.report.Limit;
import dev.millrace.benchmarks.report.Row;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.decoder.Precision;
import dev.millrace.model.engine.ModelRuntime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Training from scratch beside PyTorch on the same weights and data; the limit is what multiplication alone would allow. */
public final class TrainBench implements Benchmark {
    static final int STEPS = 8;
    /** Steps before the clock runs; their losses count. */
    static final int WARM = 3;

    private static final long SEED = 1;
    private final String model;
    private final Losses losses = new Losses();

    /** @param model one of {@link ReferenceModels#NAMES} */
    public TrainBench(String model) {
        this.model = model;
    }

    @Override
    public String name() {
        return "train";
    }

    @Override
    public Map<String, String> versions() {
        return Versions.of("millrace", "jdk", "libtorch");
    }

    @Override
    public List<Row> run(Session session) throws Exception {
        Path exported = session.scratch().resolve("export");
        boolean beside = ReferenceModels.export(session, model, exported);
        Path folder = exported.resolve(model);
        int[] rows = beside ? ReferenceModels.tokens(folder) : ReferenceData.random(STEPS, shape().vocabulary());
        try (ModelRuntime runtime = ModelRuntime.start()) {
            List<Row> found = new ArrayList<>();
            for (Precision precision : List.of(Precision.FP32, Precision.BF16)) {
                OurTraining ours = new OurTraining(
                        runtime,
                        engine -> beside
                                ? DecoderModel.load(engine, folder.resolve("model"))
                                : DecoderModel.initialise(engine, shape(), SEED),
                        rows,
                        precision,
                        losses);
                found.addAll(compare(session, ours, new Gemm(runtime), precision));
            }
            return found;
        }
    }

    private DecoderConfig shape() {
        return ReferenceModels.shape(model);
    }

    private List<Row> compare(Session session, OurTraining ours, Gemm gemm, Precision precision) throws Exception {
        List<PeerTraining> peers = List.of("plain", "hf").stream()
                .map(name -> new PeerTraining(session.peers(), model, name, OurTraining.label(precision), losses))
                .toList();
        List<Contestant> all = new ArrayList<>(List.of(gemm, ours));
        all.addAll(peers);
        Samples samples = session.alternation().run(all);
        List<Row> rows = new ArrayList<>();
        for (PeerTraining peer : peers) {
            rows.addAll(rows(samples, ours, peer, precision));
        }
        return rows;
    }

    private List<Row> rows(Samples samples, OurTraining ours, PeerTraining peer, Precision precision) {
        String title = model + " full " + OurTraining.label(precision) + " " + Shape.NAME;
        boolean there = samples.has(peer.name());
        String verified = there
                ? String.format(
                        Locale.ROOT,
                        "%s: %d losses, the largest relative difference is %.1e",
                        peer.name(),
                        STEPS,
                        losses.difference(ours.name(), peer.name(), precision == Precision.FP32 ? 1e-4 : 1e-2))
                : "nothing: the peer is missing";
        return List.of(
                new Row(
                        title,
                        "tokens/s",
                        samples.figure(ours.name()),
                        peer.peer(samples, ""),
                        limit(samples, precision),
                        verified),
                new Row(
                        title + " load and warm-up",
                        "s",
                        samples.figure("load " + ours.name()),
                        peer.peer(samples, "load "),
                        null,
                        verified),
                new Row(
                        title + " peak memory of the process",
                        "MiB",
                        samples.figure("memory " + ours.name()),
                        peer.peer(samples, "memory "),
                        null,
                        verified));
    }

    /** Tokens per second if nothing but the model's multiplications took time. */
    private Limit limit(Samples samples, Precision precision) {
        Figure gemm = samples.figure(precision == Precision.FP32 ? Gemm.FP32 : Gemm.BF16);
        double perToken = Shape.gigaflopPerToken(shape());
        return new Limit("gemm", gemm.median() / perToken, gemm.min() / perToken, gemm.max() / perToken);
    }
}
