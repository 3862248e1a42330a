package dev.millrace.model.decoder;

import dev.millrace.model.DecoderConfig;
import dev.millrace.model.adapter.AdapterSettings;
import dev.millrace.model.decoder.Parameter.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A linear layer that an adapter bends: some rows of a block's matrix.
 *
 * @param slot whose matrix it is
 * @param low the first row
 * @param high the row after the last
 * @param inputs columns of the matrix
 * @param module what the outside calls the layer
 */
record AdapterPlace(Slot slot, int low, int high, int inputs, String module) {
    private static final String WEIGHT = ".weight";
    private static final List<Slot> MATRICES = List.of(Slot.INPUTS, Slot.OUTPUT, Slot.GATE_UP, Slot.DOWN);

    /** All linear layers of a block, in the order in which the kernels come to them. */
    static List<AdapterPlace> all(DecoderConfig config, int layer) {
        Map<Slot, List<Part>> plan = BlockPlan.of(config, layer);
        List<AdapterPlace> places = new ArrayList<>();
        for (Slot slot : MATRICES) {
            long row = 0;
            for (Part part : plan.getOrDefault(slot, List.of())) {
                places.add(place(slot, (int) row, part));
                row += part.rows();
            }
        }
        return places;
    }

    private static AdapterPlace place(Slot slot, int row, Part part) {
        long inputs = part.transposed() ? part.shape().getFirst() : part.shape().getLast();
        return new AdapterPlace(slot, row, row + (int) part.rows(), (int) inputs, module(part.name()));
    }

    /** Those of a block that the settings ask for. */
    static List<AdapterPlace> chosen(DecoderConfig config, int layer, AdapterSettings settings) {
        return all(config, layer).stream()
                .filter(place -> settings.bends(place.module()))
                .toList();
    }

    /** Names of a block's linear layers within the block. */
    static List<String> names(DecoderConfig config) {
        String block = config.family().names().base() + config.family().names().block() + "0.";
        return all(config, 0).stream()
                .map(place -> place.module().substring(block.length()))
                .toList();
    }

    /** Names of all linear layers of a model. */
    static List<String> modules(DecoderConfig config) {
        return IntStream.range(0, config.layers())
                .mapToObj(layer -> all(config, layer))
                .flatMap(List::stream)
                .map(AdapterPlace::module)
                .toList();
    }

    /** The module of a weight. */
    static String module(String tensor) {
        return tensor.endsWith(WEIGHT) ? tensor.substring(0, tensor.length() - WEIGHT.length()) : tensor;
    }

    int rows() {
        return high - low;
    }
}
