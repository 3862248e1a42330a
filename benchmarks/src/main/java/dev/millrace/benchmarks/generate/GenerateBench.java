package dev.millrace.benchmarks.generate;

import dev.millrace.benchmarks.Benchmark;
import dev.millrace.benchmarks.limits.MemoryAndHash;
import dev.millrace.benchmarks.measure.Contestant;
import dev.millrace.benchmarks.measure.Samples;
import dev.millrace.benchmarks.measure.Session;
import dev.millrace.benchmarks.measure.Versions;
import dev.millrace.benchmarks.report.Figure;
import dev.millrace.benchmarks.report.Limit;
import dev.millrace.benchmarks.report.Row;
import dev.millrace.benchmarks.train.ReferenceModels;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.decoder.InferenceModel;
import dev.millrace.model.decoder.StoredWeights;
import dev.millrace.model.engine.ModelRuntime;
import dev.millrace.model.safetensors.TensorType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Answering greedily after a prompt of 128 tokens, one text and a batch of eight, beside transformers and llama.cpp with the
 * same weights. The limit of decoding is how often the memory could hand all weights over.
 */
public final class GenerateBench implements Benchmark {
    static final int PROMPT = 128;
    static final int NEW = 128;
    static final String FIRST = " first token";
    static final String DECODE = " decode";

    private static final int BATCH = 8;

    private final String model;
    private final Texts texts = new Texts();

    /** @param model one of {@link ReferenceModels#NAMES} */
    public GenerateBench(String model) {
        this.model = model;
    }

    @Override
    public String name() {
        return "generate";
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
        try (ModelRuntime runtime = ModelRuntime.start()) {
            Path directory = folder.resolve("model");
            if (!beside) {
                fresh(runtime, Files.createDirectories(directory));
            }
            List<int[]> prompts = prompts(
                    beside
                            ? ReferenceModels.tokens(folder)
                            : ReferenceModels.random(
                                    BATCH * PROMPT, ReferenceModels.shape(model).vocabulary()));
            return measure(session, runtime, directory, exported, prompts);
        }
    }

    private void fresh(ModelRuntime runtime, Path directory) throws Exception {
        try (DecoderModel made = DecoderModel.initialise(runtime, ReferenceModels.shape(model), 1)) {
            made.save(directory, TensorType.F32);
        }
    }

    private static List<int[]> prompts(int[] tokens) {
        return IntStream.range(0, BATCH)
                .mapToObj(i -> Arrays.copyOfRange(tokens, i * PROMPT, (i + 1) * PROMPT))
                .toList();
    }

    private List<Row> measure(Session session, ModelRuntime runtime, Path directory, Path exported, List<int[]> prompts)
            throws Exception {
        List<InferenceModel> loaded = new ArrayList<>();
        try {
            List<OurGeneration> ours = new ArrayList<>();
            for (StoredWeights stored : StoredWeights.values()) {
                InferenceModel answering = InferenceModel.load(runtime, directory, stored);
                loaded.add(answering);
                ours.add(new OurGeneration(answering, prompts, texts));
            }
            PeerGeneration transformers =
                    new PeerGeneration(session.peers(), PeerGeneration.TRANSFORMERS, List.of("--models", model), texts);
            PeerGeneration llama = new PeerGeneration(
                    session.peers(),
                    PeerGeneration.LLAMA,
                    List.of("--models-dir", exported.toString(), "--kinds", "F32", "BF16", "Q8_0"),
                    texts);
            List<Contestant> all = new ArrayList<>(ours);
            all.addAll(List.of(transformers, llama, new MemoryAndHash()));
            Samples samples = session.alternation().run(all);
            List<Row> rows = new ArrayList<>();
            for (OurGeneration each : ours) {
                rows.addAll(rows(samples, each, transformers, llama));
            }
            return rows;
        } finally {
            loaded.forEach(InferenceModel::close);
        }
    }

    private List<Row> rows(Samples samples, OurGeneration ours, PeerGeneration transformers, PeerGeneration llama) {
        String hub = model + " " + (ours.label().equals("int8") ? "bf16" : ours.label());
        String file = model + " " + kind(ours.label());
        String verified = verified(ours, hub, file);
        List<Row> rows = new ArrayList<>();
        String one = ours.name() + " one";
        rows.add(row(
                model + " " + ours.label() + FIRST, samples, one + FIRST, transformers, hub + FIRST, null, verified));
        rows.add(row(model + " " + ours.label() + FIRST, samples, one + FIRST, llama, file + FIRST, null, verified));
        Limit limit = limit(samples, ours.label());
        rows.add(row(
                model + " " + ours.label() + DECODE,
                samples,
                one + DECODE,
                transformers,
                hub + DECODE,
                limit,
                verified));
        rows.add(
                row(model + " " + ours.label() + DECODE, samples, one + DECODE, llama, file + DECODE, limit, verified));
        String batch = ours.name() + " batch" + DECODE;
        rows.add(Row.alone(
                model + " " + ours.label() + DECODE + ", batch of " + BATCH,
                "tokens/s",
                samples.figure(batch),
                verified));
        return rows;
    }

    private static Row row(
            String title,
            Samples samples,
            String ours,
            PeerGeneration peer,
            String theirs,
            @Nullable Limit limit,
            String verified) {
        return new Row(title, "tokens/s", samples.figure(ours), peer.peer(samples, theirs), limit, verified);
    }

    private static String kind(String label) {
        return switch (label) {
            case "fp32" -> "F32";
            case "bf16" -> "BF16";
            default -> "Q8_0";
        };
    }

    private String verified(OurGeneration ours, String hub, String file) {
        String alone = ours.name() + " one";
        StringBuilder said = new StringBuilder(ours.label() + ": the first text of the batch has "
                + texts.equalIds(alone, ours.name() + " batch") + " of " + NEW + " ids of the text alone");
        double tolerance = ours.label().equals("fp32") ? 2e-3 : 5e-2;
        for (String peer : List.of(PeerGeneration.TRANSFORMERS + " " + hub, PeerGeneration.LLAMA + " " + file)) {
            if (texts.has(peer)) {
                said.append(String.format(
                        Locale.ROOT,
                        "; %s: logits within %.1e, %d ids equal",
                        peer,
                        texts.difference(ours.name(), peer, tolerance),
                        texts.equalIds(alone, peer)));
            }
        }
        return said.toString();
    }

    /** Tokens per second if reading all weights once a token were all there is. */
    private Limit limit(Samples samples, String label) {
        Figure copy = samples.figure(MemoryAndHash.COPY);
        double bytes = switch (label) {
            case "fp32" -> 4;
            case "bf16" -> 2;
            default -> 1;
        };
        double gigabytes = ReferenceModels.shape(model).parameterCount() * bytes / 1e9;
        return new Limit("memory", copy.median() / gigabytes, copy.min() / gigabytes, copy.max() / gigabytes);
    }
}
