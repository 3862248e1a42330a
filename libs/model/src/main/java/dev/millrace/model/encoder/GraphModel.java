package dev.millrace.model.encoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.adapter.AdapterJson;
import dev.millrace.model.adapter.AdapterSettings;
import dev.millrace.model.decoder.AdapterFiles;
import dev.millrace.model.decoder.Fingerprint;
import dev.millrace.model.decoder.ModelFiles;
import dev.millrace.model.decoder.Parameter;
import dev.millrace.model.decoder.StateFiles;
import dev.millrace.model.decoder.Trainable;
import dev.millrace.model.decoder.Weights;
import dev.millrace.model.encoder.Place.Kind;
import dev.millrace.model.encoder.Place.Use;
import dev.millrace.model.engine.Kernels;
import dev.millrace.model.engine.ModelRuntime;
import dev.millrace.model.engine.StepScope;
import dev.millrace.model.safetensors.ShardedTensors;
import dev.millrace.model.safetensors.TensorSource;
import dev.millrace.model.safetensors.TensorType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A model whose pass is one kernel call: its tensors, adapters beside them, and how both are stored. */
abstract class GraphModel implements Trainable {
    private final StepScope scope;
    private final Kernels kernels;
    private final List<Place> places;
    private final NDArray nothing;
    private final NDArray untrained;
    private final List<Parameter> parameters = new ArrayList<>();
    /** For every place its parameter, null where it stays empty. */
    private final List<@Nullable Parameter> byPlace = new ArrayList<>();

    private List<Parameter> trained = new ArrayList<>();
    private @Nullable LowRank adapters;
    private String baseSha256 = "";

    GraphModel(ModelRuntime runtime, List<Place> places) {
        this.scope = runtime.open();
        this.kernels = runtime.kernels();
        this.places = List.copyOf(places);
        this.nothing = scope.zeros(0);
        this.untrained = scope.zeros(0);
        for (Place place : places) {
            Parameter parameter = place.kind() == Kind.NOTHING ? null : parameter(place);
            byPlace.add(parameter);
            if (parameter != null) {
                parameters.add(parameter);
            }
        }
        trainAll();
    }

    private Parameter parameter(Place place) {
        NDArray value =
                scope.zeros(place.shape().stream().mapToLong(Long::longValue).toArray());
        boolean matrix = place.kind() == Kind.TABLE || place.kind() == Kind.LINEAR;
        float fresh = place.kind() == Kind.NORM ? 1 : 0;
        return new Parameter(value, matrix, fresh, List.of(new Parameter.Part(place.name(), place.shape())));
    }

    private void trainAll() {
        trained = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            Parameter parameter = byPlace.get(i);
            if (parameter != null && places.get(i).use() != Use.KEPT) {
                trained.add(parameter);
            }
        }
    }

    /** The text of {@code config.json}. */
    abstract String configJson(String dtype);

    /** The names by which files may hold a tensor. */
    abstract List<String> names(String name);

    /** Whether a tensor that nobody asked for belongs to mathematics that would be left out. */
    abstract boolean isNeeded(String name);

    /** What peft calls what it does. */
    abstract String task();

    /**
     * Takes the weights from {@code source}; what only training needs is drawn when it is not there.
     *
     * @param spread standard deviation of what is drawn
     */
    final void load(TensorSource source, double spread, long seed) {
        Set<String> used = new HashSet<>();
        List<Parameter> drawn = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            Parameter parameter = byPlace.get(i);
            if (parameter != null) {
                String found = find(source, places.get(i).name());
                boolean absent = !source.names().contains(found);
                if (absent && places.get(i).use() == Use.HEAD) {
                    drawn.add(parameter);
                } else {
                    Weights.load(parameter, name -> found, source);
                    used.add(found);
                }
            }
        }
        Weights.initialise(drawn, spread, seed);
        requireAllUsed(source, used);
        Weights.requireFinite(parameters, scope, kernels);
    }

    /** Gives all tensors fresh values. */
    final void draw(double spread, long seed) {
        Weights.initialise(parameters, spread, seed);
    }

    private String find(TensorSource source, String name) {
        return names(name).stream().filter(source.names()::contains).findFirst().orElse(name);
    }

    private void requireAllUsed(TensorSource source, Set<String> used) {
        for (String name : source.names()) {
            if (!used.contains(name) && isNeeded(name)) {
                throw new MillraceException(
                        ErrorCode.MODEL_FILE_DAMAGED,
                        "The tensor " + name.replaceAll("[^A-Za-z0-9_.-]", "?")
                                + " has no place in the model that the configuration describes.");
            }
        }
    }

    /** Does what may fail; the model is closed when it does. */
    final void orClose(Runnable loading) {
        boolean loaded = false;
        try {
            loading.run();
            loaded = true;
        } finally {
            if (!loaded) {
                close();
            }
        }
    }

    /** Puts adapters beside the linear layers; all that a file holds stays as it is from now on. */
    final void bend(AdapterSettings settings, long seed) {
        if (adapters != null) {
            throw new IllegalStateException("a model has one set of adapters");
        }
        LowRank chosen = new LowRank(places, settings, scope.open(), seed);
        baseSha256 = Fingerprint.of(parameters);
        adapters = chosen;
        trained = new ArrayList<>(chosen.parameters());
    }

    /** Makes the adapters part of the weights: the model is then an ordinary one. */
    public final void merge() {
        try (LowRank merged = adapters) {
            if (merged != null) {
                merged.merge(values(), kernels, nothing);
            }
        }
        adapters = null;
        baseSha256 = "";
        trainAll();
    }

    /** The adapters' settings; empty without any. */
    public final Optional<AdapterSettings> adapter() {
        return Optional.ofNullable(adapters).map(LowRank::settings);
    }

    /** All tensors as the kernels take them. */
    final List<NDArray> values() {
        Stream<NDArray> own = byPlace.stream().map(parameter -> parameter == null ? nothing : parameter.value());
        Stream<NDArray> beside =
                adapters == null ? Stream.of() : adapters.parameters().stream().map(Parameter::value);
        return Stream.concat(own, beside).toList();
    }

    /** Where the kernels find the adapter of a place, as long as the model's own places. */
    final long[] adapters() {
        return adapters == null
                ? LongStream.generate(() -> -1).limit(places.size()).toArray()
                : adapters.at();
    }

    /**
     * Epsilon, then the adapters' gain and dropout.
     *
     * @param training whether inputs of adapters are dropped
     */
    final double[] numbers(double epsilon, boolean training, double... more) {
        double[] all = new double[3 + more.length];
        all[0] = epsilon;
        adapter().ifPresent(settings -> {
            all[1] = settings.gain();
            all[2] = training ? settings.dropout() : 0;
        });
        System.arraycopy(more, 0, all, 3, more.length);
        return all;
    }

    /** Tensors as the kernels that learn take them: all there are, then the gradients in their order. */
    final List<List<NDArray>> learning(List<NDArray> gradients) {
        return List.of(values(), spread(gradients));
    }

    /** Of tensors in the trained ones' order, one for each of {@link #values()}; an empty one where nothing is trained. */
    private List<NDArray> spread(List<NDArray> gradients) {
        IdentityHashMap<NDArray, NDArray> byValue = byValue(gradients);
        return values().stream()
                .map(value -> byValue.getOrDefault(value, untrained))
                .toList();
    }

    /** For every trained tensor the one in its place: tensors are the same when they are one, not when they are alike. */
    private IdentityHashMap<NDArray, NDArray> byValue(List<NDArray> others) {
        IdentityHashMap<NDArray, NDArray> byValue = new IdentityHashMap<>();
        for (int i = 0; i < trained.size(); i++) {
            byValue.put(trained.get(i).value(), others.get(i));
        }
        return byValue;
    }

    /** All tensors in their fixed order, without adapters. */
    public final List<Parameter> parameters() {
        return List.copyOf(parameters);
    }

    @Override
    public final List<Parameter> trained() {
        return List.copyOf(trained);
    }

    @Override
    public final StepScope open() {
        return scope.open();
    }

    @Override
    public final Kernels kernels() {
        return kernels;
    }

    @Override
    public final StateFiles files() {
        return adapters == null ? StateFiles.MODEL : StateFiles.ADAPTER;
    }

    @Override
    public final String baseSha256() {
        return baseSha256;
    }

    /** Writes {@code config.json} and {@code model.safetensors}; adapters are merged before. */
    public final void save(Path directory, TensorType type) throws IOException {
        if (adapters != null) {
            throw new IllegalStateException("adapters are merged before a whole model is saved");
        }
        write(directory, type);
    }

    @Override
    public final void write(Path directory, TensorType type) throws IOException {
        write(directory, trained.stream().map(Parameter::value).toList(), type);
    }

    @Override
    public final void write(Path directory, List<NDArray> chosen, TensorType type) throws IOException {
        if (adapters != null) {
            String text = AdapterJson.write(adapters.settings(), adapters.targets(), null, false, task());
            AdapterFiles.write(directory, text, trained, chosen, baseSha256, type);
            return;
        }
        IdentityHashMap<NDArray, NDArray> byValue = byValue(chosen);
        List<NDArray> all = parameters.stream()
                .map(parameter -> byValue.getOrDefault(parameter.value(), parameter.value()))
                .toList();
        ModelFiles.write(directory, configJson(ModelFiles.named(type)), parameters, all, type);
    }

    @Override
    public final void read(Path directory) {
        if (adapters != null) {
            AdapterFiles.read(directory, trained, baseSha256);
        } else {
            try (TensorSource source = ShardedTensors.open(directory)) {
                parameters.forEach(parameter -> Weights.load(parameter, name -> find(source, name), source));
            }
        }
        Weights.requireFinite(trained, scope, kernels);
    }

    @Override
    public final void close() {
        scope.close();
    }
}
