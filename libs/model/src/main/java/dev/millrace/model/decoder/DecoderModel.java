package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.DecoderConfigJson;
import dev.millrace.model.engine.Kernels;
import dev.millrace.model.engine.ModelRuntime;
import dev.millrace.model.engine.NativeMemory;
import dev.millrace.model.engine.StepScope;
import dev.millrace.model.safetensors.ShardedTensors;
import dev.millrace.model.safetensors.TensorSource;
import dev.millrace.model.safetensors.TensorType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A decoder with its weights. It may be used by one thread at a time; several threads may read (score, generate) as long
 * as none trains.
 *
 * <p>N tokens of a batch, D width, V vocabulary.
 */
public final class DecoderModel implements AutoCloseable {
    private final DecoderConfig config;
    private final StepScope scope;
    private final Kernels kernels;
    private final Parameters parameters;
    private final List<NDArray> weights;
    private final RotaryTables rotary;
    private final TokenEmbedding embedding;
    private final List<DecoderBlock> blocks;
    private final LanguageModelHead head;

    private DecoderModel(ModelRuntime runtime, DecoderConfig config) {
        this.config = config;
        this.scope = runtime.open();
        this.kernels = runtime.kernels();
        this.parameters = Parameters.zeros(config, scope);
        this.weights = parameters.all().stream().map(Parameter::value).toList();
        this.rotary = new RotaryTables(config);
        this.embedding = new TokenEmbedding(
                kernels, parameters.embedding(weights), parameters.positions(weights), config.embeddingScale());
        this.blocks = IntStream.range(0, config.layers())
                .mapToObj(layer -> new DecoderBlock(kernels, config, parameters.block(weights, layer), layer))
                .toList();
        this.head = new LanguageModelHead(
                kernels, parameters.norm(weights), parameters.normBias(weights), parameters.output(weights), config);
    }

    /**
     * Loads a Hugging Face directory: {@code config.json} and safetensors weights, in one file or several.
     *
     * @throws MillraceException MODEL_CONFIG_UNSUPPORTED, MODEL_FORMAT_UNSUPPORTED or MODEL_FILE_DAMAGED
     */
    public static DecoderModel load(ModelRuntime runtime, Path directory) {
        DecoderConfig config = DecoderConfigJson.read(directory);
        try (TensorSource source = ShardedTensors.open(directory)) {
            return load(runtime, config, source);
        }
    }

    /** Takes the weights from {@code source}, by their Hugging Face names. */
    public static DecoderModel load(ModelRuntime runtime, DecoderConfig config, TensorSource source) {
        DecoderModel model = new DecoderModel(runtime, config);
        boolean loaded = false;
        try {
            Weights.load(model.parameters.all(), config, source);
            Weights.requireFinite(model.parameters.all(), model.scope, model.kernels);
            loaded = true;
            return model;
        } finally {
            if (!loaded) {
                model.close();
            }
        }
    }

    /** A fresh model; equal seeds give equal bits on every machine. */
    public static DecoderModel initialise(ModelRuntime runtime, DecoderConfig config, long seed) {
        DecoderModel model = new DecoderModel(runtime, config);
        Weights.initialise(model.parameters.all(), config, seed);
        return model;
    }

    /** Writes {@code config.json} and {@code model.safetensors}; F32, F16 and BF16 are possible. */
    public void save(Path directory, TensorType type) throws IOException {
        ModelFiles.write(directory, config, parameters.all(), weights, type);
    }

    public DecoderConfig config() {
        return config;
    }

    /** The trained tensors in their fixed order. */
    public List<Parameter> parameters() {
        return List.copyOf(parameters.all());
    }

    /** 32-bit logits of every position, [N][V]. */
    public float[][] logits(int[] tokens) {
        requireFits(tokens.length);
        return logits(PackedBatch.of(tokens));
    }

    /** 32-bit logits of every position of several segments, [N][V]. */
    float[][] logits(PackedBatch batch) {
        try (StepScope step = scope.open()) {
            return rows(head.logits(step, hidden(step, batch, Precision.FP32)), batch.size());
        }
    }

    /** Log-probability of each target [M], then 1 where it is the likeliest token and 0 elsewhere [M]. */
    public float[][] score(PackedBatch batch, Precision precision) {
        try (StepScope step = scope.open()) {
            List<NDArray> scores = head.score(step, hidden(step, batch, precision), batch);
            return new float[][] {scores.get(0).toFloatArray(), scores.get(1).toFloatArray()};
        }
    }

    private NDArray hidden(StepScope step, PackedBatch batch, Precision precision) {
        BlockInputs inputs = BlockInputs.of(step, batch, rotary);
        NDArray x = embedding.forward(step, ids(step, batch.inputs()), positions(step, batch), precision);
        for (DecoderBlock block : blocks) {
            NDArray previous = x;
            x = block.output(step, previous, inputs);
            previous.close();
        }
        return x;
    }

    /**
     * Sum of the losses (negative natural log-probability) of a batch's supervised tokens, and their gradients.
     *
     * @param gradients one tensor per parameter, in the order of {@link #parameters()}
     * @param scale factor of every token's loss in the gradients, usually 1 / supervised tokens of the step
     * @param add whether to add to the gradients or to overwrite them
     */
    public double backward(PackedBatch batch, List<NDArray> gradients, double scale, boolean add, Precision precision) {
        try (StepScope step = scope.open()) {
            BlockInputs inputs = BlockInputs.of(step, batch, rotary);
            NDArray ids = ids(step, batch.inputs());
            NDArray positions = positions(step, batch);
            List<List<NDArray>> saved = new ArrayList<>();
            NDArray x = embedding.forward(step, ids, positions, precision);
            for (DecoderBlock block : blocks) {
                List<NDArray> kept = block.forward(step, x, inputs);
                saved.add(kept);
                x = kept.getFirst();
            }
            int keep = add ? 1 : 0;
            LanguageModelHead.Result result = head.backward(
                    step,
                    x,
                    batch,
                    parameters.norm(gradients),
                    parameters.normBias(gradients),
                    parameters.output(gradients),
                    scale,
                    keep);
            NDArray gradient = backwardBlocks(step, result.gradient(), saved, gradients, inputs, keep);
            boolean begun = add || config.tiedEmbeddings();
            embedding.backward(
                    gradient,
                    ids,
                    parameters.embedding(gradients),
                    positions,
                    parameters.positions(gradients),
                    begun ? 1 : 0,
                    keep);
            return result.loss();
        }
    }

    private NDArray backwardBlocks(
            StepScope step,
            NDArray output,
            List<List<NDArray>> saved,
            List<NDArray> gradients,
            BlockInputs inputs,
            int keep) {
        NDArray gradient = output;
        for (int layer = blocks.size() - 1; layer >= 0; layer--) {
            NDArray previous = gradient;
            gradient = blocks.get(layer)
                    .backward(step, previous, saved.get(layer), parameters.block(gradients, layer), inputs, keep);
            previous.close();
            StepScope.free(saved.get(layer));
        }
        return gradient;
    }

    /** A cache for one text of up to {@code positions} tokens. */
    public KeyValueCache cache(int positions) {
        requireFits(positions);
        return new KeyValueCache(scope.open(), config, positions);
    }

    /**
     * Logits [V] after the last of {@code tokens}, which follow those already in the cache.
     *
     * @throws MillraceException CONTEXT_LENGTH_EXCEEDED when the cache has no room for them
     */
    public float[] next(KeyValueCache cache, int[] tokens) {
        return next(List.of(cache), List.of(tokens))[0];
    }

    /**
     * Logits of several texts at once, [texts][V]: each gets its own number of further tokens, without padding. Every
     * multiplication serves them all.
     *
     * @param caches one per text, none twice
     * @param tokens at least one per text
     * @throws MillraceException CONTEXT_LENGTH_EXCEEDED when a cache has no room for its tokens
     */
    public float[][] next(List<KeyValueCache> caches, List<int[]> tokens) {
        List<KeyValueCache.Claim> claims = IntStream.range(0, caches.size())
                .mapToObj(i -> caches.get(i).extend(tokens.get(i), config.rope().switchesAfter()))
                .toList();
        try (StepScope step = scope.open()) {
            CachedPass pass = CachedPass.of(claims);
            BlockInputs inputs = rotary.inputs(step, pass.positions(), pass.lengths(), pass.cuts(), 0);
            NDArray places = step.longs(LanguageModelHead.widened(pass.positions()));
            NDArray x = embedding.forward(step, ids(step, pass.tokens()), places, Precision.FP32);
            for (int layer = 0; layer < blocks.size(); layer++) {
                NDArray previous = x;
                x = blocks.get(layer)
                        .cached(step, previous, keys(caches, layer), values(caches, layer), inputs, pass.starts());
                previous.close();
            }
            NDArray last = kernels.one(step, "rows", x, step.longs(pass.lastRows()));
            return rows(head.logits(step, last), claims.size());
        }
    }

    private static List<NDArray> keys(List<KeyValueCache> caches, int layer) {
        return caches.stream().map(cache -> cache.keys(layer)).toList();
    }

    private static List<NDArray> values(List<KeyValueCache> caches, int layer) {
        return caches.stream().map(cache -> cache.values(layer)).toList();
    }

    private float[][] rows(NDArray logits, int count) {
        var values = NativeMemory.floats(logits);
        float[][] rows = new float[count][config.vocabulary()];
        for (float[] row : rows) {
            values.get(row);
        }
        return rows;
    }

    private NDArray positions(StepScope step, PackedBatch batch) {
        int[] positions = batch.positions();
        if (config.family().learnedPositions()) {
            requireFits(IntStream.of(positions).max().orElse(0) + 1);
        }
        return step.longs(LanguageModelHead.widened(positions));
    }

    private NDArray ids(StepScope step, int[] tokens) {
        for (int token : tokens) {
            if (token < 0 || token >= config.vocabulary()) {
                throw new MillraceException(ErrorCode.REQUEST_INVALID, "A token id is outside of the vocabulary.");
            }
        }
        return step.longs(LanguageModelHead.widened(tokens));
    }

    private void requireFits(int length) {
        if (length < 1 || length > config.maxPositions()) {
            throw new MillraceException(
                    ErrorCode.CONTEXT_LENGTH_EXCEEDED,
                    "A text of " + length + " tokens does not fit the context of " + config.maxPositions() + ".");
        }
    }

    /** A scope that lives at most as long as the model. */
    public StepScope open() {
        return scope.open();
    }

    public Kernels kernels() {
        return kernels;
    }

    @Override
    public void close() {
        scope.close();
    }
}
