package dev.millrace.model.encoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.CounterRandom;
import dev.millrace.model.adapter.AdapterSettings;
import dev.millrace.model.decoder.AdapterFiles;
import dev.millrace.model.decoder.Parameter;
import dev.millrace.model.decoder.Weights;
import dev.millrace.model.encoder.Place.Kind;
import dev.millrace.model.encoder.Place.Use;
import dev.millrace.model.engine.Kernels;
import dev.millrace.model.engine.StepScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Low-rank adapters beside a model's linear layers: of each A [rank, inputs], then B [outputs, rank]. */
final class LowRank implements AutoCloseable {
    private static final String WEIGHT = ".weight";
    private static final long DRAWN = 0x4c6f5241L;

    private final AdapterSettings settings;
    private final StepScope scope;
    private final List<Place> places;
    private final long[] at;
    private final List<Parameter> parameters = new ArrayList<>();

    /**
     * Adapters that change nothing yet.
     *
     * @param scope closed with them
     * @throws MillraceException RUN_CONFIG_INVALID for a target that is no linear layer of the model, and for what is not built here
     */
    LowRank(List<Place> places, AdapterSettings settings, StepScope scope, long seed) {
        requireBuilt(settings);
        requireKnown(places, settings);
        this.settings = settings;
        this.scope = scope;
        this.places = places;
        this.at = new long[places.size()];
        Arrays.fill(at, -1);
        linear(places).filter(i -> settings.bends(module(places.get(i)))).forEach(i -> add(i, seed));
    }

    private static void requireBuilt(AdapterSettings settings) {
        if (settings.decomposed() || !settings.saved().isEmpty()) {
            throw refused("dora and modulesToSave are not built for models with an encoder");
        }
    }

    private static void requireKnown(List<Place> places, AdapterSettings settings) {
        for (String target : settings.targets()) {
            if (linear(places).noneMatch(i -> AdapterSettings.isNamed(target, module(places.get(i))))) {
                throw refused("targetModules names " + target.replaceAll("[^A-Za-z0-9_.-]", "?")
                        + ", which is no linear layer of the model");
            }
        }
    }

    private static MillraceException refused(String why) {
        return new MillraceException(ErrorCode.RUN_CONFIG_INVALID, why);
    }

    private static IntStream linear(List<Place> places) {
        return IntStream.range(0, places.size())
                .filter(i ->
                        places.get(i).kind() == Kind.LINEAR && places.get(i).use() == Use.TRAINED);
    }

    private static String module(Place place) {
        return place.name().substring(0, place.name().length() - WEIGHT.length());
    }

    private void add(int place, long seed) {
        List<Long> shape = places.get(place).shape();
        String name = AdapterFiles.PREFIX + module(places.get(place));
        at[place] = at.length + (long) parameters.size();
        Parameter a = parameter(name + ".lora_A.weight", settings.rank(), shape.get(1));
        Weights.uniform(a.value(), 1 / Math.sqrt(shape.get(1)), CounterRandom.keyed(seed, DRAWN, parameters.size()));
        parameters.add(a);
        parameters.add(parameter(name + ".lora_B.weight", shape.get(0), settings.rank()));
    }

    private Parameter parameter(String name, long rows, long columns) {
        Parameter.Part part = new Parameter.Part(name, List.of(rows, columns));
        return new Parameter(scope.zeros(rows, columns), true, 0, List.of(part));
    }

    AdapterSettings settings() {
        return settings;
    }

    /** In the order of the layers, A before B; they lie behind the model's own tensors. */
    List<Parameter> parameters() {
        return parameters;
    }

    /** For every place of the model where the kernels find its A, -1 without one. */
    long[] at() {
        return at;
    }

    /** Last parts of the names of the layers that have adapters. */
    List<String> targets() {
        return IntStream.range(0, at.length)
                .filter(i -> at[i] >= 0)
                .mapToObj(i -> module(places.get(i)))
                .map(module -> module.substring(module.lastIndexOf('.') + 1))
                .distinct()
                .toList();
    }

    /** Adds what they do to the model's matrices; they are of no use afterwards. */
    void merge(List<NDArray> values, Kernels kernels, NDArray nothing) {
        for (int i = 0; i < at.length; i++) {
            if (at[i] >= 0) {
                int a = (int) at[i] - at.length;
                long rows = places.get(i).shape().getFirst();
                kernels.act(
                        "merge",
                        values.get(i),
                        parameters.get(a).value(),
                        parameters.get(a + 1).value(),
                        nothing,
                        settings.gain(),
                        0,
                        rows);
            }
        }
    }

    @Override
    public void close() {
        scope.close();
    }
}
