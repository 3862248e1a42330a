package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.DecoderConfigJson;
import dev.millrace.model.TokenChecks;
import dev.millrace.model.adapter.AdapterSettings;
import dev.millrace.model.engine.Kernels;
import dev.millrace.model.engine.ModelRuntime;
import dev.millrace.model.engine.NativeMemory;
import dev.millrace.model.engine.StepScope;
import dev.millrace.model.safetensors.ShardedTensors;
import dev.millrace.model.safetensors.TensorSource;
import dev.millrace.model.safetensors.TensorType;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A decoder with its weights. It may be used by one thread at a time; several threads may read (score, generate) as long
 * as none trains.
 *
 * <p>N tokens of a batch, D width, V vocabulary.
 */
public final class DecoderModel implements Trainable, CausalModel {
    private final DecoderConfig config;
    private final StepScope scope;
    private final Kernels kernels;
    private final Parameters parameters;
    private final StoredBase base;
    private final RotaryTables rotary;
    private TokenEmbedding embedding;
    private LanguageModelHead head;
    private Trained trained;
    private List<DecoderBlock> blocks;
    private String baseSha256 = "";

    private DecoderModel(ModelRuntime runtime, DecoderConfig config) {
        this.config = config;
        this.scope = runtime.open();
        this.kernels = runtime.kernels();
        this.parameters = Parameters.zeros(config, scope);
        this.base = StoredBase.whole(parameters, scope, kernels);
        this.rotary = new RotaryTables(config);
        this.trained = Trained.everything(parameters);
        this.blocks = blocks();
        this.embedding = embedding();
        this.head = head();
    }

    private void assemble() {
        blocks = blocks();
        embedding = embedding();
        head = head();
    }

    private List<DecoderBlock> blocks() {
        Adapters adapters = trained.adapters();
        return IntStream.range(0, config.layers())
                .mapToObj(layer -> adapters == null
                        ? new DecoderBlock(kernels, config, base.block(layer, List.of()), BlockAdapters.NONE, layer)
                        : new DecoderBlock(
                                kernels,
                                config,
                                base.block(layer, adapters.block(adapterValues(adapters), layer)),
                                adapters.block(layer),
                                layer))
                .toList();
    }

    private TokenEmbedding embedding() {
        List<NDArray> weights = base.tensors();
        return new TokenEmbedding(
                kernels, parameters.embedding(weights), parameters.positions(weights), config.embeddingScale());
    }

    private LanguageModelHead head() {
        List<NDArray> weights = base.tensors();
        return new LanguageModelHead(
                kernels, parameters.norm(weights), parameters.normBias(weights), parameters.output(weights), config);
    }

    private static List<NDArray> adapterValues(Adapters adapters) {
        return adapters.parameters().stream().map(Parameter::value).toList();
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
        Weights.initialise(model.parameters.all(), config.initializerRange(), seed);
        return model;
    }

    /** Puts adapters beside weights that lie in memory as they were loaded. */
    public void adapt(AdapterSettings settings, long seed) {
        adapt(settings, seed, BaseForm.WHOLE);
    }

    /**
     * Puts adapters beside the weights, which stay as they are from now on; at first they change nothing.
     *
     * @param seed of what is drawn; equal seeds give equal bits on every machine
     * @param form how what is not trained lies in memory; narrowed tensors have no values in {@link #parameters()} before they are
     *     merged, and what is lost by narrowing stays lost
     * @throws MillraceException RUN_CONFIG_INVALID, naming a module the model does not have
     */
    public void adapt(AdapterSettings settings, long seed, BaseForm form) {
        if (trained.adapters() != null) {
            throw new IllegalStateException("a model has one set of adapters");
        }
        Adapters adapters = new Adapters(config, settings, scope.open());
        Trained beside = Trained.beside(parameters, config, adapters);
        baseSha256 = Fingerprint.of(parameters.all());
        base.narrow(beside, form);
        adapters.initialise(seed, base, kernels);
        trained = beside;
        assemble();
    }

    /**
     * Trains only what lies above the lowest layers.
     *
     * @param embeddings whether the tables of tokens and positions stay as they are too
     * @throws MillraceException RUN_CONFIG_INVALID when there are fewer layers
     */
    public void freeze(int layers, boolean embeddings) {
        trained = Trained.above(parameters, config, layers, embeddings);
    }

    /** Makes the adapters part of the weights: the model is then an ordinary one. */
    public void merge() {
        try (Adapters adapters = trained.adapters()) {
            base.widen();
            if (adapters != null) {
                adapters.merge(parameters, base.tensors(), kernels);
            }
            trained = Trained.everything(parameters);
            assemble();
        }
    }

    /** The adapters' settings; empty without any. */
    public Optional<AdapterSettings> adapter() {
        return Optional.ofNullable(trained.settings());
    }

    /** SHA-256 of the weights that adapters lie beside, by which a checkpoint refers to them; empty without adapters. */
    @Override
    public String baseSha256() {
        return baseSha256;
    }

    /** SHA-256 of all weights as they are now, those of adapters included. */
    public String fingerprint() {
        String own = Fingerprint.of(parameters.all());
        return trained.adapters() == null ? own : Hashes.sha256OfParts(own, Fingerprint.of(trained.list()));
    }

    /** Bytes that the linear layers of the blocks take in memory. */
    public long linearBytes() {
        return base.linearBytes();
    }

    /** Writes {@code config.json} and {@code model.safetensors}; F32, F16 and BF16 are possible. */
    public void save(Path directory, TensorType type) throws IOException {
        if (trained.adapters() != null) {
            throw new IllegalStateException("adapters are merged before a whole model is saved");
        }
        ModelFiles.write(directory, config, parameters.all(), base.tensors(), type);
    }

    /** The files that {@link #write} writes. */
    @Override
    public StateFiles files() {
        return trained.adapters() == null ? StateFiles.MODEL : StateFiles.ADAPTER;
    }

    /** Writes what is trained: the whole model, or the adapters alone. */
    @Override
    public void write(Path directory, TensorType type) throws IOException {
        write(directory, trained.list().stream().map(Parameter::value).toList(), type);
    }

    /** The same with these values in place of the trained ones, in the order of {@link #trained()}. */
    @Override
    public void write(Path directory, List<NDArray> values, TensorType type) throws IOException {
        AdapterSettings settings = trained.settings();
        if (settings == null) {
            ModelFiles.write(directory, config, parameters.all(), trained.whole(values), type);
        } else {
            AdapterFiles.write(directory, config, settings, trained.list(), values, baseSha256, type);
        }
    }

    /**
     * Takes back what {@link #write} wrote, or an adapter that peft did.
     *
     * @throws MillraceException ADAPTER_BASE_DIFFERS when an adapter belongs to another model, MODEL_FILE_DAMAGED
     */
    @Override
    public void read(Path directory) {
        if (trained.adapters() != null) {
            AdapterFiles.read(directory, trained.list(), baseSha256);
        } else {
            try (TensorSource source = ShardedTensors.open(directory)) {
                Weights.load(parameters.all(), config, source);
            }
        }
        Weights.requireFinite(trained.list(), scope, kernels);
    }

    @Override
    public DecoderConfig config() {
        return config;
    }

    /** All tensors in their fixed order, without adapters. */
    public List<Parameter> parameters() {
        return List.copyOf(parameters.all());
    }

    /** What is trained, in a fixed order: all parameters unless some are frozen, then those of the adapters. */
    @Override
    public List<Parameter> trained() {
        return List.copyOf(trained.list());
    }

    /** 32-bit logits of every position, [N][V]. */
    public float[][] logits(int[] tokens) {
        TokenChecks.requireFits(tokens.length, config.maxPositions());
        return logits(PackedBatch.of(tokens));
    }

    /** 32-bit logits of every position of several segments, [N][V]. */
    float[][] logits(PackedBatch batch) {
        try (StepScope step = scope.open()) {
            return NativeMemory.rows(head.logits(step, hidden(step, batch, Precision.FP32)), config.vocabulary());
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
        return outputs(step, x, inputs, blocks.size());
    }

    /**
     * Sum of the losses (negative natural log-probability) of a batch's supervised tokens, and their gradients.
     *
     * @param gradients one tensor per trained parameter, in the order of {@link #trained()}
     */
    public double backward(PackedBatch batch, List<NDArray> gradients, LossSettings settings) {
        return backward(
                batch, gradients, settings, (step, x, own, keep) -> head.backward(step, x, batch, own, settings, keep));
    }

    /**
     * Gradients of a loss that is a function of the targets' log-probabilities; hidden vectors are computed once. Neither the settings'
     * scale nor their label smoothing counts: the weights say it all.
     */
    public void backward(PackedBatch batch, List<NDArray> gradients, LossSettings settings, TokenWeights weights) {
        backward(
                batch,
                gradients,
                settings,
                (step, x, own, keep) ->
                        new LanguageModelHead.Result(0, head.backward(step, x, batch, own, weights, keep)));
    }

    /** Losses of a batch's supervised tokens, as the texts have them and as a teacher would, and the gradients of both together. */
    public Teaching.Losses backward(
            PackedBatch batch, List<NDArray> gradients, LossSettings settings, Teaching teaching) {
        List<Teaching.Losses> losses = new ArrayList<>();
        backward(batch, gradients, settings, (step, x, own, keep) -> {
            List<NDArray> said = teaching.teacher().said(step, batch, settings.precision(), teaching);
            LanguageModelHead.Distilled distilled = head.backward(step, x, batch, own, teaching, said, settings, keep);
            losses.add(distilled.losses());
            return new LanguageModelHead.Result(0, distilled.gradient());
        });
        return losses.getFirst();
    }

    private List<NDArray> said(StepScope step, PackedBatch batch, Precision precision, Teaching teaching) {
        return head.top(step, hidden(step, batch, precision), batch, teaching.temperature(), teaching.top());
    }

    /** The head's way there and back, from hidden vectors to their gradient. */
    private interface HeadPass {
        LanguageModelHead.Result run(StepScope step, NDArray x, LanguageModelHead.Gradients gradients, int keep);
    }

    private double backward(PackedBatch batch, List<NDArray> gradients, LossSettings settings, HeadPass pass) {
        try (StepScope step = scope.open()) {
            BlockInputs inputs = BlockInputs.of(step, batch, rotary);
            NDArray ids = ids(step, batch.inputs());
            NDArray positions = positions(step, batch);
            int lowest = trained.lowest(blocks.size());
            TrainingPass way = new TrainingPass(step, kernels, blocks, lowest, inputs, settings);
            NDArray embedded = embedding.forward(step, ids, positions, settings.precision());
            NDArray x = way.forward(outputs(step, noisy(step, embedded, batch, settings.noise()), inputs, lowest));
            int keep = settings.add() ? 1 : 0;
            List<NDArray> own = trained.base(gradients);
            LanguageModelHead.Gradients outer = new LanguageModelHead.Gradients(
                    parameters.norm(own), parameters.normBias(own), parameters.output(own));
            LanguageModelHead.Result result = pass.run(step, x, outer, keep);
            NDArray gradient = way.backward(result.gradient(), layer -> trained.block(gradients, layer));
            if (trained.embeddings()) {
                boolean begun = settings.add() || config.tiedEmbeddings();
                embedding.backward(
                        gradient,
                        ids,
                        parameters.embedding(own),
                        positions,
                        parameters.positions(own),
                        begun ? 1 : 0,
                        keep);
            }
            return result.loss();
        }
    }

    /** The same with plain settings. */
    public double backward(PackedBatch batch, List<NDArray> gradients, double scale, boolean add, Precision precision) {
        return backward(batch, gradients, LossSettings.plain(scale, add, precision));
    }

    private NDArray noisy(StepScope step, NDArray embedded, PackedBatch batch, double noise) {
        if (noise == 0) {
            return embedded;
        }
        FloatBuffer heights = FloatBuffer.allocate(batch.size());
        for (int length : batch.lengths()) {
            heights.put((float) (noise / Math.sqrt((double) length * config.width())));
        }
        return kernels.one(step, "noisy", embedded, step.floats(heights.flip(), batch.size(), 1));
    }

    /** Hidden vectors above the lowest layers, nothing kept for a way back. */
    private NDArray outputs(StepScope step, NDArray embedded, BlockInputs inputs, int layers) {
        NDArray x = embedded;
        for (DecoderBlock block : blocks.subList(0, layers)) {
            NDArray previous = x;
            x = block.output(step, previous, inputs);
            previous.close();
        }
        return x;
    }

    @Override
    public KeyValueCache cache(int positions) {
        TokenChecks.requireFits(positions, config.maxPositions());
        return new KeyValueCache(scope.open(), config, positions);
    }

    @Override
    public float[][] next(List<KeyValueCache> caches, List<int[]> tokens) {
        List<KeyValueCache.Claim> claims = IntStream.range(0, caches.size())
                .mapToObj(i -> caches.get(i).extend(tokens.get(i), config.rope().switchesAfter()))
                .toList();
        try (StepScope step = scope.open()) {
            CachedPass pass = CachedPass.of(claims);
            BlockInputs inputs = rotary.inputs(step, pass.positions(), pass.lengths(), pass.cuts(), 0);
            NDArray places = step.longs(pass.positions());
            NDArray x = embedding.forward(step, ids(step, pass.tokens()), places, Precision.FP32);
            for (int layer = 0; layer < blocks.size(); layer++) {
                NDArray previous = x;
                x = blocks.get(layer)
                        .cached(step, previous, keys(caches, layer), values(caches, layer), inputs, pass.starts());
                previous.close();
            }
            NDArray last = kernels.one(step, "rows", x, step.longs(pass.lastRows()));
            return NativeMemory.rows(head.logits(step, last), config.vocabulary());
        }
    }

    private static List<NDArray> keys(List<KeyValueCache> caches, int layer) {
        return caches.stream().map(cache -> cache.keys(layer)).toList();
    }

    private static List<NDArray> values(List<KeyValueCache> caches, int layer) {
        return caches.stream().map(cache -> cache.values(layer)).toList();
    }

    private NDArray positions(StepScope step, PackedBatch batch) {
        int[] positions = batch.positions();
        if (config.family().learnedPositions()) {
            TokenChecks.requireFits(IntStream.of(positions).max().orElse(0) + 1, config.maxPositions());
        }
        return step.longs(positions);
    }

    private NDArray ids(StepScope step, int[] tokens) {
        TokenChecks.requireKnown(tokens, config.vocabulary());
        return step.longs(tokens);
    }

    /** A scope that lives at most as long as the model. */
    @Override
    public StepScope open() {
        return scope.open();
    }

    @Override
    public Kernels kernels() {
        return kernels;
    }

    @Override
    public void close() {
        scope.close();
    }
}
