package dev.millrace.model.decoder;

import dev.millrace.model.DecoderConfig;
import dev.millrace.model.decoder.Parameter.Part;
import dev.millrace.model.family.BlockLayout;
import dev.millrace.model.family.Norm;
import dev.millrace.model.family.WeightNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which tensors a block has, and what the outside calls them. */
final class BlockPlan {
    private final DecoderConfig config;
    private final WeightNames names;
    private final BlockLayout layout;
    private final String prefix;
    private final Map<Slot, List<Part>> parts = new LinkedHashMap<>();

    private BlockPlan(DecoderConfig config, int layer) {
        this.config = config;
        this.names = config.family().names();
        this.layout = config.layout();
        this.prefix = names.base() + names.block() + layer + ".";
    }

    /** The tensors of a layer by their places; places that stay empty are absent. */
    static Map<Slot, List<Part>> of(DecoderConfig config, int layer) {
        BlockPlan plan = new BlockPlan(config, layer);
        plan.matricesAndNorms();
        plan.biases();
        plan.furtherNorms();
        return plan.parts;
    }

    private void matricesAndNorms() {
        long width = config.width();
        vector(Slot.INPUT_NORM, names.inputNorm() + ".weight", width);
        matrix(Slot.INPUTS, names.inputs(), inputRows(), width);
        matrix(Slot.OUTPUT, List.of(names.output()), List.of(width), queries());
        vector(Slot.FEED_NORM, names.feedNorm() + ".weight", width);
        matrix(Slot.GATE_UP, names.gateUp(), innerRows(), width);
        matrix(Slot.DOWN, List.of(names.down()), List.of(width), config.feedForward());
    }

    private void biases() {
        List<Long> width = List.of((long) config.width());
        if (layout.norm() == Norm.LAYER) {
            vector(Slot.INPUT_NORM_BIAS, names.inputNorm() + ".bias", config.width());
            vector(Slot.FEED_NORM_BIAS, names.feedNorm() + ".bias", config.width());
        }
        if (layout.inputBias()) {
            vectors(Slot.INPUTS_BIAS, names.inputs(), inputRows());
        }
        if (layout.outputBias()) {
            vectors(Slot.OUTPUT_BIAS, List.of(names.output()), width);
        }
        if (layout.feedBias()) {
            vectors(Slot.GATE_UP_BIAS, names.gateUp(), innerRows());
            vectors(Slot.DOWN_BIAS, List.of(names.down()), width);
        }
    }

    private void furtherNorms() {
        if (layout.headNorms()) {
            vector(Slot.QUERY_NORM, WeightNames.QUERY_NORM + ".weight", config.headWidth());
            vector(Slot.KEY_NORM, WeightNames.KEY_NORM + ".weight", config.headWidth());
        }
        if (layout.postNorms()) {
            vector(Slot.POST_ATTENTION_NORM, names.postAttentionNorm() + ".weight", config.width());
            vector(Slot.POST_FEED_NORM, names.postFeedNorm() + ".weight", config.width());
        }
    }

    private long queries() {
        return (long) config.heads() * config.headWidth();
    }

    private List<Long> inputRows() {
        long keys = (long) config.keyValueHeads() * config.headWidth();
        return names.inputs().size() == 1 ? List.of(queries() + 2 * keys) : List.of(queries(), keys, keys);
    }

    private List<Long> innerRows() {
        long inner = config.feedForward();
        if (names.gateUp().size() > 1) {
            return List.of(inner, inner);
        }
        return List.of(layout.gated() ? 2 * inner : inner);
    }

    private void vector(Slot slot, String name, long size) {
        parts.put(slot, List.of(new Part(prefix + name, List.of(size))));
    }

    private void vectors(Slot slot, List<String> modules, List<Long> rows) {
        List<Part> found = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            found.add(new Part(prefix + modules.get(i) + ".bias", List.of(rows.get(i))));
        }
        parts.put(slot, found);
    }

    private void matrix(Slot slot, List<String> modules, List<Long> rows, long columns) {
        List<Part> found = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            List<Long> shape = names.transposed() ? List.of(columns, rows.get(i)) : List.of(rows.get(i), columns);
            found.add(new Part(prefix + modules.get(i) + ".weight", shape, names.transposed()));
        }
        parts.put(slot, found);
    }
}
