package dev.millrace.model.encoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.BertConfig;
import dev.millrace.model.BertConfigJson;
import dev.millrace.model.TokenChecks;
import dev.millrace.model.decoder.LossSettings;
import dev.millrace.model.decoder.PackedBatch;
import dev.millrace.model.decoder.Precision;
import dev.millrace.model.engine.ModelRuntime;
import dev.millrace.model.engine.NativeMemory;
import dev.millrace.model.engine.StepScope;
import dev.millrace.model.safetensors.ShardedTensors;
import dev.millrace.model.safetensors.TensorSource;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A BERT (Devlin et al., 2018) with one of its heads. It may be used by one thread at a time; several may read as long as
 * none trains.
 *
 * <p>N tokens of a batch, D width, S texts, V vocabulary, C classes. Texts lie one behind the other without padding, so there is no
 * mask: no token sees another text's.
 */
public final class BertModel extends GraphModel {
    private static final String GONE = "position_ids";

    private final BertConfig config;
    private final BertHead head;
    private final long[] shape;

    private BertModel(ModelRuntime runtime, BertConfig config, BertHead head, boolean pooler) {
        super(runtime, BertPlan.of(config, head, pooler));
        this.config = config;
        this.head = head;
        this.shape =
                new long[] {config.layers(), config.heads(), config.activation().code()};
    }

    /**
     * Loads a Hugging Face directory; a head that its weights lack is drawn.
     *
     * @param labels the classes to tell apart; empty takes those of the directory
     * @throws MillraceException MODEL_CONFIG_UNSUPPORTED, MODEL_FORMAT_UNSUPPORTED, MODEL_FILE_DAMAGED, and RUN_CONFIG_INVALID
     *     when classes are asked for and there are less than two
     */
    public static BertModel load(ModelRuntime runtime, Path directory, BertHead head, List<String> labels, long seed) {
        BertConfig read = BertConfigJson.read(directory);
        BertConfig config = labels.isEmpty() ? read : read.withLabels(labels);
        if (head == BertHead.CLASSES && config.labels().size() < 2) {
            throw new MillraceException(ErrorCode.RUN_CONFIG_INVALID, "a classifier needs two classes or more");
        }
        try (TensorSource source = ShardedTensors.open(directory)) {
            boolean pooler = source.names().stream().anyMatch(name -> name.endsWith(BertHead.POOLER + ".weight"));
            BertModel model = new BertModel(runtime, config, head, pooler);
            model.orClose(() -> model.load(source, config.initializerRange(), seed));
            return model;
        }
    }

    /** A fresh model; equal seeds give equal bits on every machine. */
    public static BertModel initialise(ModelRuntime runtime, BertConfig config, BertHead head, long seed) {
        BertModel model = new BertModel(runtime, config, head, false);
        model.draw(config.initializerRange(), seed);
        return model;
    }

    /** The encoder alone, without a head. */
    public static BertModel load(ModelRuntime runtime, Path directory) {
        return load(runtime, directory, BertHead.NONE, List.of(), 0);
    }

    @Override
    String configJson(String dtype) {
        return BertConfigJson.write(config, head.architecture(), dtype);
    }

    /** With and without the encoder's own name; the oldest files have other words for a norm's weights. */
    @Override
    List<String> names(String name) {
        String bare = name.startsWith(BertHead.BASE) ? name.substring(BertHead.BASE.length()) : name;
        return Stream.of(name, bare, BertHead.BASE + bare)
                .flatMap(each -> Stream.of(
                        each,
                        each.replace("LayerNorm.weight", "LayerNorm.gamma")
                                .replace("LayerNorm.bias", "LayerNorm.beta")))
                .toList();
    }

    @Override
    boolean isNeeded(String name) {
        String bare = name.startsWith(BertHead.BASE) ? name.substring(BertHead.BASE.length()) : name;
        return (bare.startsWith("embeddings.") || bare.startsWith("encoder.")) && !bare.endsWith(GONE);
    }

    @Override
    String task() {
        return "FEATURE_EXTRACTION";
    }

    public BertConfig config() {
        return config;
    }

    public BertHead head() {
        return head;
    }

    /** Hidden vectors of every token of the texts, [N][D]. */
    public float[][] hidden(List<int[]> texts) {
        try (StepScope step = open()) {
            return NativeMemory.rows(hidden(step, packed(texts)), config.width());
        }
    }

    /** The mean of every text's hidden vectors, [S][D]. */
    public float[][] pooled(List<int[]> texts) {
        PackedBatch batch = packed(texts);
        try (StepScope step = open()) {
            return NativeMemory.rows(kernels().one(step, "pooled", hidden(step, batch), batch.cuts()), config.width());
        }
    }

    /** The same at unit length: cosines are products, [S][D]. */
    public float[][] embeddings(List<int[]> texts) {
        PackedBatch batch = packed(texts);
        try (StepScope step = open()) {
            NDArray means = kernels().one(step, "pooled", hidden(step, batch), batch.cuts());
            return NativeMemory.rows(kernels().one(step, "unit", means), config.width());
        }
    }

    /** Logits at some tokens of a batch, [M][V] for hidden tokens, [M][C] for classes. */
    public float[][] logits(PackedBatch batch) {
        boolean classes = head == BertHead.CLASSES;
        try (StepScope step = open()) {
            NDArray found = kernels()
                    .one(
                            step,
                            classes ? "class_logits" : "masked_logits",
                            hidden(step, batch),
                            step.longs(batch.rows()),
                            values(),
                            shape,
                            adapters(),
                            numbers(config.normEpsilon(), false));
            return NativeMemory.rows(found, classes ? config.labels().size() : config.vocabulary());
        }
    }

    private NDArray hidden(StepScope step, PackedBatch batch) {
        return kernels()
                .one(
                        step,
                        "encoder_hidden",
                        values(),
                        step.longs(batch.inputs()),
                        step.longs(batch.positions()),
                        batch.cuts(),
                        batch.uniformLength(),
                        shape,
                        adapters(),
                        numbers(config.normEpsilon(), false),
                        Precision.FP32.code());
    }

    /**
     * Sum of the losses of a batch, and their gradients: of its targets at their rows, or, without a head, of the texts that
     * belong to the first ones, as many as there are targets, among all further texts.
     *
     * @param temperature divisor of cosines
     * @param gradients one tensor per trained parameter, in the order of {@link #trained()}
     */
    public double backward(PackedBatch batch, double temperature, List<NDArray> gradients, LossSettings settings) {
        try (StepScope step = open()) {
            long[] numbers = {
                batch.uniformLength(), head.task(), settings.precision().code(), settings.add() ? 1 : 0
            };
            return kernels()
                    .learn(
                            step,
                            "encoder_learn",
                            learning(gradients),
                            step.longs(batch.inputs()),
                            step.longs(batch.positions()),
                            step.longs(batch.rows()),
                            step.longs(batch.targets()),
                            batch.cuts(),
                            shape,
                            adapters(),
                            numbers(config.normEpsilon(), true),
                            numbers,
                            new double[] {temperature, settings.scale()})
                    .getDouble();
        }
    }

    /**
     * Gradients of whatever depends on the texts' hidden vectors.
     *
     * @param pull its gradient by the hidden vectors [N][D]
     */
    void pull(List<int[]> texts, float[][] pull, List<NDArray> gradients) {
        PackedBatch batch = packed(texts);
        FloatBuffer flat = FloatBuffer.allocate(batch.size() * config.width());
        Stream.of(pull).forEach(flat::put);
        try (StepScope step = open()) {
            kernels()
                    .learn(
                            step,
                            "encoder_pull",
                            learning(gradients),
                            step.longs(batch.inputs()),
                            step.longs(batch.positions()),
                            step.floats(flat.flip(), batch.size(), config.width()),
                            batch.cuts(),
                            shape,
                            adapters(),
                            numbers(config.normEpsilon(), true),
                            new long[] {batch.uniformLength()});
        }
    }

    /** The same loss without gradients. */
    public double loss(PackedBatch batch, double temperature, Precision precision) {
        try (StepScope step = open()) {
            return kernels()
                    .one(
                            step,
                            "encoder_score",
                            values(),
                            step.longs(batch.inputs()),
                            step.longs(batch.positions()),
                            batch.cuts(),
                            batch.uniformLength(),
                            step.longs(batch.rows()),
                            step.longs(batch.targets()),
                            shape,
                            adapters(),
                            numbers(config.normEpsilon(), false),
                            head.task(),
                            temperature,
                            precision.code())
                    .getDouble();
        }
    }

    /** Texts as a batch without targets. */
    public PackedBatch packed(List<int[]> texts) {
        long[] cuts = new long[texts.size() + 1];
        for (int i = 0; i < texts.size(); i++) {
            TokenChecks.requireFits(texts.get(i).length, config.maxPositions());
            cuts[i + 1] = cuts[i] + texts.get(i).length;
        }
        int[] tokens = texts.stream().flatMapToInt(IntStream::of).toArray();
        TokenChecks.requireKnown(tokens, config.vocabulary());
        return new PackedBatch(tokens, cuts, new int[0], new int[0]);
    }
}
