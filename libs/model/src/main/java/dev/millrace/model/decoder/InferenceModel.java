package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.DecoderConfigJson;
import dev.millrace.model.TokenChecks;
import dev.millrace.model.decoder.RotaryTable.Angles;
import dev.millrace.model.engine.Kernels;
import dev.millrace.model.engine.ModelRuntime;
import dev.millrace.model.engine.NativeMemory;
import dev.millrace.model.engine.StepScope;
import dev.millrace.model.engine.TensorList;
import dev.millrace.model.safetensors.ShardedTensors;
import dev.millrace.model.safetensors.TensorSource;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A decoder that only answers: its weights are kept once, in the form in which they are multiplied, and one call computes
 * all layers. Several threads may use it.
 *
 * <p>N tokens of a pass, V vocabulary.
 */
public final class InferenceModel implements CausalModel {
    private final DecoderConfig config;
    private final StoredWeights stored;
    private final StepScope scope;
    private final Kernels kernels;
    private final TensorList weights;
    private final RotaryTables rotary;
    private final long[] shapes;
    private final double[] real;

    private InferenceModel(
            ModelRuntime runtime, DecoderConfig config, StoredWeights stored, StepScope scope, TensorList weights) {
        this.config = config;
        this.stored = stored;
        this.scope = scope;
        this.kernels = runtime.kernels();
        this.weights = weights;
        this.rotary = new RotaryTables(config);
        this.shapes = InferenceShapes.of(config, stored);
        this.real = new double[] {config.normEpsilon(), config.attention().scale(), config.embeddingScale()};
    }

    /**
     * Loads a Hugging Face directory, tensor by tensor: no more than one is in memory in another form.
     *
     * @throws MillraceException MODEL_CONFIG_UNSUPPORTED, MODEL_FORMAT_UNSUPPORTED or MODEL_FILE_DAMAGED
     */
    public static InferenceModel load(ModelRuntime runtime, Path directory, StoredWeights stored) {
        DecoderConfig config = DecoderConfigJson.read(directory);
        try (TensorSource source = ShardedTensors.open(directory)) {
            return load(runtime, config, source, stored);
        }
    }

    /** Takes the weights from {@code source}, by their Hugging Face names. */
    public static InferenceModel load(
            ModelRuntime runtime, DecoderConfig config, TensorSource source, StoredWeights stored) {
        StepScope scope = runtime.open();
        InferenceModel model = null;
        try {
            List<NDArray> weights = new InferenceWeights(config, source, scope, runtime.kernels(), stored).load();
            model = new InferenceModel(runtime, config, stored, scope, new TensorList(weights));
            return model;
        } finally {
            if (model == null) {
                scope.close();
            }
        }
    }

    @Override
    public DecoderConfig config() {
        return config;
    }

    public StoredWeights stored() {
        return stored;
    }

    @Override
    public KeyValueCache cache(int positions) {
        TokenChecks.requireFits(positions, config.maxPositions());
        StepScope own = scope.open();
        long[] sizes = {config.layers(), 2, config.keyValueHeads(), positions, config.headWidth()};
        NDArray whole =
                kernels.one(own, "speak_room", sizes, stored.activations().code());
        return new KeyValueCache(own, whole, positions);
    }

    @Override
    public float[][] next(List<KeyValueCache> caches, List<int[]> tokens) {
        tokens.forEach(each -> TokenChecks.requireKnown(each, config.vocabulary()));
        List<KeyValueCache.Claim> claims = IntStream.range(0, caches.size())
                .mapToObj(i -> caches.get(i).extend(tokens.get(i), config.rope().switchesAfter()))
                .toList();
        try (StepScope step = scope.open()) {
            CachedPass pass = CachedPass.of(claims);
            BlockInputs inputs = rotary.inputs(step, pass.positions(), pass.lengths(), pass.cuts(), 0);
            NDArray logits = kernels.one(
                    step,
                    "speak",
                    step.longs(pass.tokens()),
                    step.longs(pass.positions()),
                    step.longs(pass.lastRows()),
                    weights,
                    caches.stream().map(KeyValueCache::whole).toList(),
                    angles(inputs.full(), inputs.sliding()),
                    pass.cuts(),
                    pass.starts(),
                    shapes,
                    real);
            return NativeMemory.rows(logits, config.vocabulary());
        }
    }

    private static List<NDArray> angles(Angles full, Angles sliding) {
        return List.of(full.cosine(), full.sine(), sliding.cosine(), sliding.sine());
    }

    @Override
    public void close() {
        weights.close();
        scope.close();
    }
}
