package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.adapter.AdapterSettings;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which tensors of a model are trained: all, those of the upper layers, or adapters beside a base that stays as it is. */
final class Trained {
    private static final int FROZEN = -1;

    private final Parameters parameters;
    private final @Nullable Adapters adapters;
    /** For every parameter of the base, where it lies among the trained ones. */
    private final int[] places;

    private final List<Parameter> list = new ArrayList<>();

    private Trained(Parameters parameters, BitSet chosen, @Nullable Adapters adapters) {
        this.parameters = parameters;
        this.adapters = adapters;
        this.places = new int[parameters.all().size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = chosen.get(i) ? list.size() : FROZEN;
            if (chosen.get(i)) {
                Parameter parameter = parameters.all().get(i);
                list.add(adapters == null ? parameter : Adapters.saved(parameter));
            }
        }
        if (adapters != null) {
            list.addAll(adapters.parameters());
        }
    }

    static Trained everything(Parameters parameters) {
        BitSet all = new BitSet();
        all.set(0, parameters.all().size());
        return new Trained(parameters, all, null);
    }

    /**
     * All but the lowest layers.
     *
     * @param embeddings whether the tables of tokens and positions stay as they are too, the output layer with them when it is one of them
     */
    static Trained above(Parameters parameters, DecoderConfig config, int layers, boolean embeddings) {
        if (layers < 0 || layers > config.layers()) {
            throw new MillraceException(
                    ErrorCode.RUN_CONFIG_INVALID, "freezeLayers is at most the model's " + config.layers());
        }
        BitSet chosen = new BitSet();
        chosen.set(0, parameters.all().size());
        IntStream.range(0, layers).flatMap(parameters::ofLayer).forEach(chosen::clear);
        if (embeddings) {
            parameters.tables().forEach(chosen::clear);
        }
        return new Trained(parameters, chosen, null);
    }

    static Trained beside(Parameters parameters, DecoderConfig config, Adapters adapters) {
        return new Trained(parameters, SavedModules.of(parameters, config, adapters.settings()), adapters);
    }

    /** Whether a tensor of the base stays as it is. */
    boolean isFrozen(int place) {
        return places[place] == FROZEN;
    }

    /** In the order in which gradients and moments lie. */
    List<Parameter> list() {
        return list;
    }

    @Nullable
    Adapters adapters() {
        return adapters;
    }

    @Nullable
    AdapterSettings settings() {
        return adapters == null ? null : adapters.settings();
    }

    /** Of tensors in the trained ones' order, those of the base, in its order; an empty tensor where nothing is trained. */
    List<NDArray> base(List<NDArray> tensors) {
        return spread(tensors, i -> parameters.nothing());
    }

    /** The base with these tensors in the trained ones' places. */
    List<NDArray> whole(List<NDArray> tensors) {
        return spread(tensors, i -> parameters.all().get(i).value());
    }

    private List<NDArray> spread(List<NDArray> tensors, java.util.function.IntFunction<NDArray> otherwise) {
        return IntStream.range(0, places.length)
                .mapToObj(i -> places[i] == FROZEN ? otherwise.apply(i) : tensors.get(places[i]))
                .toList();
    }

    /** Of tensors in the trained ones' order, those of a block as the kernels take them. */
    List<NDArray> block(List<NDArray> tensors, int layer) {
        List<NDArray> own = parameters.block(base(tensors), layer);
        if (adapters == null) {
            return own;
        }
        List<NDArray> bent =
                tensors.subList(tensors.size() - adapters.parameters().size(), tensors.size());
        return Stream.concat(own.stream(), adapters.block(bent, layer).stream()).toList();
    }

    /** The lowest layer that gradients are needed for; how many layers there are when none is. */
    int lowest(int layers) {
        if (embeddings()) {
            return 0;
        }
        return IntStream.range(0, layers)
                .filter(layer -> parameters.ofLayer(layer).anyMatch(i -> places[i] != FROZEN)
                        || (adapters != null && !adapters.places(layer).isEmpty()))
                .findFirst()
                .orElse(layers);
    }

    /** Whether a table is trained that hidden vectors are looked up in. */
    boolean embeddings() {
        return parameters.tables().anyMatch(i -> places[i] != FROZEN);
    }
}
