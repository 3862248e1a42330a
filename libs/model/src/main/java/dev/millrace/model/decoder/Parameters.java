package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.decoder.Parameter.Part;
import dev.millrace.model.engine.StepScope;
import dev.millrace.model.family.Norm;
import dev.millrace.model.family.WeightNames;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All tensors of a decoder, in a fixed order. */
final class Parameters {
    private static final int ABSENT = -1;

    private final List<Parameter> all = new ArrayList<>();
    private final List<Map<Slot, Integer>> blocks = new ArrayList<>();
    private final NDArray nothing;
    private final StepScope scope;
    private final float neutral;
    private int norm;
    private int normBias = ABSENT;
    private int embedding;
    private int positions = ABSENT;
    private int output;

    private Parameters(DecoderConfig config, StepScope scope) {
        this.scope = scope;
        this.nothing = scope.zeros(0);
        this.neutral = config.layout().norm().neutral();
    }

    /** Zeros of the right shapes, owned by the scope. */
    static Parameters zeros(DecoderConfig config, StepScope scope) {
        Parameters parameters = new Parameters(config, scope);
        for (int layer = 0; layer < config.layers(); layer++) {
            parameters.addBlock(BlockPlan.of(config, layer));
        }
        parameters.addOuter(config, config.family().names());
        return parameters;
    }

    private void addBlock(Map<Slot, List<Part>> plan) {
        Map<Slot, Integer> places = new EnumMap<>(Slot.class);
        plan.forEach((slot, parts) -> places.put(slot, add(parts)));
        blocks.add(places);
    }

    private void addOuter(DecoderConfig config, WeightNames names) {
        long width = config.width();
        List<Long> table = List.of((long) config.vocabulary(), width);
        norm = add(List.of(new Part(names.base() + names.finalNorm() + ".weight", List.of(width))));
        if (config.layout().norm() == Norm.LAYER) {
            normBias = add(List.of(new Part(names.base() + names.finalNorm() + ".bias", List.of(width))));
        }
        if (names.positions() != null) {
            List<Long> places = List.of((long) config.maxPositions(), width);
            positions = add(List.of(new Part(names.base() + names.positions() + ".weight", places)));
        }
        embedding = add(List.of(new Part(names.base() + names.embedding() + ".weight", table)));
        output = config.tiedEmbeddings() ? embedding : add(List.of(new Part(WeightNames.HEAD + ".weight", table)));
    }

    private int add(List<Part> parts) {
        Part first = parts.getFirst();
        long rows = parts.stream().mapToLong(Part::rows).sum();
        boolean matrix = first.shape().size() > 1;
        long columns =
                first.transposed() ? first.shape().getFirst() : first.shape().getLast();
        NDArray value = matrix ? scope.zeros(rows, columns) : scope.zeros(rows);
        all.add(new Parameter(value, matrix, first.name().endsWith(".bias") ? 0 : neutral, parts));
        return all.size() - 1;
    }

    List<Parameter> all() {
        return all;
    }

    /** Gives a parameter other values. */
    void replace(int place, NDArray value) {
        all.set(place, all.get(place).with(value));
    }

    /** Whether a tensor is a block's. */
    boolean isInBlock(int place) {
        return blocks.stream().anyMatch(block -> block.containsValue(place));
    }

    /** An empty tensor: what stands for one that is not there. */
    NDArray nothing() {
        return nothing;
    }

    /** Where the tensors of a block lie. */
    IntStream ofLayer(int layer) {
        return blocks.get(layer).values().stream().mapToInt(Integer::intValue);
    }

    /** Where the tables lie that hidden vectors are looked up in. */
    IntStream tables() {
        return IntStream.of(embedding, positions).filter(place -> place != ABSENT);
    }

    boolean isOutput(int place) {
        return place == output;
    }

    /** Of tensors in this order, those of a block by {@link Slot}; an empty tensor where it has none. */
    List<NDArray> block(List<NDArray> tensors, int layer) {
        Map<Slot, Integer> places = blocks.get(layer);
        return Stream.of(Slot.values())
                .map(slot -> at(tensors, places.getOrDefault(slot, ABSENT)))
                .toList();
    }

    private NDArray at(List<NDArray> tensors, int place) {
        return place == ABSENT ? nothing : tensors.get(place);
    }

    /** Of tensors in this order, the final norm. */
    NDArray norm(List<NDArray> tensors) {
        return tensors.get(norm);
    }

    /** Of tensors in this order, the final norm's bias, or an empty tensor. */
    NDArray normBias(List<NDArray> tensors) {
        return at(tensors, normBias);
    }

    /** Of tensors in this order, the embedding table. */
    NDArray embedding(List<NDArray> tensors) {
        return tensors.get(embedding);
    }

    /** Of tensors in this order, the table of positions, or an empty tensor. */
    NDArray positions(List<NDArray> tensors) {
        return at(tensors, positions);
    }

    /** Of tensors in this order, the output table; the embedding table when they are one. */
    NDArray output(List<NDArray> tensors) {
        return tensors.get(output);
    }
}
