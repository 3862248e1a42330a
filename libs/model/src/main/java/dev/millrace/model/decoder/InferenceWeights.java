package dev.millrace.model.decoder;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.decoder.Parameter.Part;
import dev.millrace.model.decoder.Parameter.PartView;
import dev.millrace.model.engine.Kernels;
import dev.millrace.model.engine.StepScope;
import dev.millrace.model.family.Norm;
import dev.millrace.model.family.WeightNames;
import dev.millrace.model.safetensors.TensorSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The tensors that {@code generation.ts} calls {@code w}, read one by one. */
final class InferenceWeights {
    /** The kernel of 8-bit weights takes rows of whole vectors. */
    private static final int ROW = 32;

    private final DecoderConfig config;
    private final TensorSource source;
    private final StepScope scope;
    private final Kernels kernels;
    private final StoredWeights stored;
    private final WeightFinder finder;
    private final NDArray nothing;
    private final boolean packs;
    private final List<NDArray> all = new ArrayList<>();

    InferenceWeights(
            DecoderConfig config, TensorSource source, StepScope scope, Kernels kernels, StoredWeights stored) {
        this.config = config;
        this.source = source;
        this.scope = scope;
        this.kernels = kernels;
        this.stored = stored;
        this.finder = new WeightFinder(config, source);
        this.nothing = scope.zeros(0);
        this.packs = packs();
    }

    /** Whether the library packs this type of numbers on this processor. */
    private boolean packs() {
        try (StepScope step = scope.open()) {
            NDArray plain = kernels.one(
                    step,
                    "speak_cast",
                    step.zeros(ROW, ROW),
                    stored.activations().code());
            kernels.one(step, "speak_packed", plain).close();
            return true;
        } catch (EngineException e) {
            return false;
        }
    }

    /** A matrix and the scales of its rows, which are empty unless it has 8 bits. */
    private record Matrix(NDArray values, NDArray scales, boolean bytes) {}

    List<NDArray> load() {
        outer();
        for (int layer = 0; layer < config.layers(); layer++) {
            block(BlockPlan.of(config, layer));
        }
        finder.requireAllUsed();
        return all;
    }

    private void outer() {
        WeightNames names = config.family().names();
        List<Long> table = List.of((long) config.vocabulary(), (long) config.width());
        Matrix embedding = table(part(names.embedding(), ".weight", table));
        add(embedding);
        String positions = names.positions();
        List<Long> places = List.of((long) config.maxPositions(), (long) config.width());
        all.add(positions == null ? nothing : plain(part(positions, ".weight", places), Precision.FP32));
        List<Long> width = List.of((long) config.width());
        all.add(norm(part(names.finalNorm(), ".weight", width)));
        all.add(
                config.layout().norm() == Norm.LAYER
                        ? plain(part(names.finalNorm(), ".bias", width), Precision.FP32)
                        : nothing);
        add(
                config.tiedEmbeddings()
                        ? packed(embedding)
                        : matrix(List.of(new Part(WeightNames.HEAD + ".weight", table))));
    }

    private List<Part> part(String module, String suffix, List<Long> shape) {
        return List.of(new Part(config.family().names().base() + module + suffix, shape));
    }

    private void add(Matrix matrix) {
        all.add(matrix.values);
        all.add(matrix.scales);
    }

    private void block(Map<Slot, List<Part>> plan) {
        List<NDArray> scales = new ArrayList<>();
        for (Slot slot : Slot.values()) {
            List<Part> parts = plan.getOrDefault(slot, List.of());
            switch (slot) {
                case INPUTS, OUTPUT, GATE_UP, DOWN -> {
                    Matrix matrix = matrix(parts);
                    all.add(matrix.values);
                    scales.add(matrix.scales);
                }
                case QUERY_NORM -> all.add(headNorms(parts, plan.getOrDefault(Slot.KEY_NORM, List.of())));
                case KEY_NORM -> all.add(nothing);
                case INPUT_NORM, FEED_NORM, POST_ATTENTION_NORM, POST_FEED_NORM -> all.add(norm(parts));
                case INPUT_NORM_BIAS, FEED_NORM_BIAS -> all.add(plain(parts, Precision.FP32));
                case INPUTS_BIAS, OUTPUT_BIAS, GATE_UP_BIAS, DOWN_BIAS -> all.add(plain(parts, stored.activations()));
            }
        }
        all.addAll(scales);
    }

    private NDArray headNorms(List<Part> query, List<Part> key) {
        return query.isEmpty()
                ? nothing
                : kernels.one(
                        scope,
                        "speak_head_norms",
                        headNorm(query),
                        headNorm(key),
                        config.heads(),
                        config.keyValueHeads());
    }

    /** The root of the width, by which a vector's length differs from its root mean square, is in the weight. */
    private NDArray norm(List<Part> parts) {
        NDArray ready = headNorm(parts);
        return parts.isEmpty() || config.layout().norm() == Norm.LAYER
                ? ready
                : kernels.one(scope, "speak_scaled", ready, Math.sqrt(config.width()));
    }

    private NDArray headNorm(List<Part> parts) {
        NDArray plain = plain(parts, Precision.FP32);
        return !parts.isEmpty() && config.layout().norm() == Norm.RMS_PLUS_ONE
                ? kernels.one(scope, "scale_of", plain, Norm.RMS_PLUS_ONE.code())
                : plain;
    }

    /** @param parts none for a tensor that the model does not have */
    private NDArray plain(List<Part> parts, Precision precision) {
        if (parts.isEmpty()) {
            return nothing;
        }
        try (StepScope step = scope.open()) {
            return kernels.one(scope, "speak_cast", read(step, parts), precision.code());
        }
    }

    /** What is packed is not needed in its plain form any more. */
    private Matrix matrix(List<Part> parts) {
        Matrix plain = table(parts);
        if (!packs || plain.bytes) {
            return plain;
        }
        Matrix packed = packed(plain);
        plain.values.close();
        return packed;
    }

    /** Laid out as the library that multiplies wants it, unless it has 8 bits. */
    private Matrix packed(Matrix plain) {
        return packs && !plain.bytes
                ? new Matrix(kernels.one(scope, "speak_packed", plain.values), nothing, false)
                : plain;
    }

    /** A matrix as its rows can be looked up. */
    private Matrix table(List<Part> parts) {
        boolean bytes = stored == StoredWeights.INT8 && columns(parts.getFirst()) % ROW == 0;
        try (StepScope step = scope.open()) {
            NDArray values = read(step, parts);
            if (!bytes) {
                return new Matrix(
                        kernels.one(
                                scope,
                                "speak_cast",
                                values,
                                stored.activations().code()),
                        nothing,
                        false);
            }
            NDArray scales = kernels.one(scope, "speak_scales", values);
            return new Matrix(kernels.one(scope, "speak_bytes", values, scales), scales, true);
        }
    }

    private NDArray read(StepScope step, List<Part> parts) {
        long rows = parts.stream().mapToLong(Part::rows).sum();
        boolean matrix = parts.getFirst().shape().size() > 1;
        NDArray value = matrix ? step.zeros(rows, columns(parts.getFirst())) : step.zeros(rows);
        Parameter parameter = new Parameter(value, matrix, 0, parts);
        for (PartView view : parameter.views(value)) {
            String name = finder.find(view.part().name());
            Weights.requireShape(source.info(name), view.part());
            view.load(source, name);
        }
        Weights.requireFinite(List.of(parameter), step, kernels);
        return value;
    }

    private static long columns(Part part) {
        return part.transposed() ? part.shape().getFirst() : part.shape().getLast();
    }
}
