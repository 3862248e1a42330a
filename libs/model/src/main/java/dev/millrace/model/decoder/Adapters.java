package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.CounterRandom;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.adapter.AdapterSettings;
import dev.millrace.model.decoder.Parameter.Part;
import dev.millrace.model.engine.Kernels;
import dev.millrace.model.engine.StepScope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The adapters of a model. For each of them, in the order of layers and places: A [rank, inputs], B [rows, rank] and, when
 * every row has a magnitude, magnitudes [rows].
 */
final class Adapters implements AutoCloseable {
    private static final String A = ".lora_A.weight";
    static final String B = ".lora_B.weight";
    private static final String MAGNITUDE = ".lora_magnitude_vector";
    private static final long DRAWN = 0x4c6f5241L;

    private final AdapterSettings settings;
    private final StepScope scope;
    private final NDArray nothing;
    private final List<List<AdapterPlace>> places = new ArrayList<>();
    private final List<Parameter> parameters = new ArrayList<>();

    /**
     * Adapters that change nothing yet.
     *
     * @param scope closed with them
     * @throws MillraceException RUN_CONFIG_INVALID for a target that is no linear layer of the model
     */
    Adapters(DecoderConfig config, AdapterSettings settings, StepScope scope) {
        requireKnown(config, settings);
        this.settings = settings;
        this.scope = scope;
        this.nothing = scope.zeros(0);
        for (int layer = 0; layer < config.layers(); layer++) {
            List<AdapterPlace> chosen = AdapterPlace.chosen(config, layer, settings);
            places.add(chosen);
            chosen.forEach(this::add);
        }
        if (parameters.isEmpty()) {
            throw new MillraceException(ErrorCode.RUN_CONFIG_INVALID, "targetModules leaves no layer to adapt");
        }
    }

    private static void requireKnown(DecoderConfig config, AdapterSettings settings) {
        List<String> modules = AdapterPlace.modules(config);
        for (String target : settings.targets()) {
            if (modules.stream().noneMatch(module -> AdapterSettings.isNamed(target, module))) {
                String known = AdapterPlace.names(config).stream().collect(Collectors.joining(", "));
                throw new MillraceException(
                        ErrorCode.RUN_CONFIG_INVALID,
                        "targetModules names " + SavedModules.printable(target)
                                + ", which is no linear layer of the model; there are " + known);
            }
        }
    }

    private void add(AdapterPlace place) {
        long rank = settings.rank();
        parameters.add(parameter(place.module() + A, true, rank, place.inputs()));
        parameters.add(parameter(place.module() + B, true, place.rows(), rank));
        if (settings.decomposed()) {
            parameters.add(parameter(place.module() + MAGNITUDE, false, place.rows()));
        }
    }

    private Parameter parameter(String name, boolean decayed, long... shape) {
        List<Long> sizes = java.util.Arrays.stream(shape).boxed().toList();
        return new Parameter(scope.zeros(shape), decayed, 0, List.of(new Part(AdapterFiles.PREFIX + name, sizes)));
    }

    /** A base tensor that is trained whole, by the name it has in an adapter's file. */
    static Parameter saved(Parameter parameter) {
        List<Part> renamed = parameter.parts().stream()
                .map(part -> new Part(AdapterFiles.PREFIX + part.name(), part.shape(), part.transposed()))
                .toList();
        return new Parameter(parameter.value(), parameter.decayed(), parameter.fresh(), renamed);
    }

    AdapterSettings settings() {
        return settings;
    }

    List<Parameter> parameters() {
        return parameters;
    }

    List<AdapterPlace> places(int layer) {
        return places.get(layer);
    }

    BlockAdapters block(int layer) {
        return new BlockAdapters(places.get(layer), settings.gain(), settings.dropout());
    }

    /** Of tensors in the parameters' order, those of a layer as the kernels take them: three an adapter. */
    List<NDArray> block(List<NDArray> tensors, int layer) {
        int at = perAdapter()
                * places.subList(0, layer).stream().mapToInt(List::size).sum();
        List<NDArray> all = new ArrayList<>();
        for (int i = 0; i < places.get(layer).size(); i++) {
            all.addAll(tensors.subList(at, at + perAdapter()));
            if (!settings.decomposed()) {
                all.add(nothing);
            }
            at += perAdapter();
        }
        return all;
    }

    private int perAdapter() {
        return settings.decomposed() ? 3 : 2;
    }

    /**
     * First values: A uniform within 1 / sqrt(inputs), as peft draws it; B zero; magnitudes those of the rows.
     *
     * @param base whose rows have the magnitudes
     */
    void initialise(long seed, StoredBase base, Kernels kernels) {
        List<NDArray> values = parameters.stream().map(Parameter::value).toList();
        long number = 0;
        for (int layer = 0; layer < places.size(); layer++) {
            List<NDArray> own = base.block(layer, List.of());
            List<NDArray> mine = block(values, layer);
            for (int i = 0; i < places.get(layer).size(); i++) {
                AdapterPlace place = places.get(layer).get(i);
                Weights.uniform(
                        mine.get(3 * i), 1 / Math.sqrt(place.inputs()), CounterRandom.keyed(seed, DRAWN, number++));
                if (settings.decomposed()) {
                    kernels.act(
                            "magnitudes", own, place.slot().place(), mine.get(3 * i + 2), place.low(), place.high());
                }
            }
        }
    }

    /** Adds what they do to the base's matrices; they are of no use afterwards. */
    void merge(Parameters base, List<NDArray> weights, Kernels kernels) {
        List<NDArray> values = parameters.stream().map(Parameter::value).toList();
        for (int layer = 0; layer < places.size(); layer++) {
            List<NDArray> own = base.block(weights, layer);
            List<NDArray> mine = block(values, layer);
            for (int i = 0; i < places.get(layer).size(); i++) {
                AdapterPlace place = places.get(layer).get(i);
                kernels.act(
                        "merge",
                        own.get(place.slot().place()),
                        mine.get(3 * i),
                        mine.get(3 * i + 1),
                        mine.get(3 * i + 2),
                        settings.gain(),
                        place.low(),
                        place.high());
            }
        }
    }

    @Override
    public void close() {
        scope.close();
    }
}
