package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.adapter.AdapterJson;
import dev.millrace.model.adapter.AdapterSettings;
import dev.millrace.model.decoder.Parameter.PartView;
import dev.millrace.model.safetensors.SafetensorsFile;
import dev.millrace.model.safetensors.SafetensorsWriter;
import dev.millrace.model.safetensors.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adapters as directories that {@code peft} reads and writes. */
public final class AdapterFiles {
    /** What peft puts before the name of every module. */
    public static final String PREFIX = "base_model.model.";

    private static final String BASE = "base_sha256";

    private AdapterFiles() {}

    /** @param baseSha256 of the base's weights: told to whoever loads the adapters */
    static void write(
            Path directory,
            DecoderConfig config,
            AdapterSettings settings,
            List<Parameter> parameters,
            List<NDArray> values,
            String baseSha256,
            TensorType type)
            throws IOException {
        boolean transposed = config.family().names().transposed();
        String text = AdapterJson.write(settings, AdapterPlace.names(config), null, transposed);
        write(directory, text, parameters, values, baseSha256, type);
    }

    /**
     * The same for a model of any kind.
     *
     * @param settings the text of {@code adapter_config.json}
     */
    public static void write(
            Path directory,
            String settings,
            List<Parameter> parameters,
            List<NDArray> values,
            String baseSha256,
            TensorType type)
            throws IOException {
        Files.writeString(directory.resolve(StateFiles.ADAPTER.config()), settings);
        SafetensorsWriter.write(
                directory.resolve(StateFiles.ADAPTER.weights()),
                ModelFiles.entries(parameters, values, "", type),
                Map.of(BASE, baseSha256));
    }

    /**
     * Copies a directory's tensors into the adapters and modules of the same names.
     *
     * @throws MillraceException ADAPTER_BASE_DIFFERS when they belong to another model, MODEL_FILE_DAMAGED
     */
    public static void read(Path directory, List<Parameter> parameters, String baseSha256) {
        Path file = directory.resolve(StateFiles.ADAPTER.weights());
        if (!Files.isRegularFile(file)) {
            throw new MillraceException(
                    ErrorCode.MODEL_FORMAT_UNSUPPORTED,
                    "The adapter's directory holds no " + StateFiles.ADAPTER.weights() + ".");
        }
        try (SafetensorsFile source = SafetensorsFile.open(file)) {
            requireSame(source.metadata().get(BASE), baseSha256);
            Set<String> left = new HashSet<>(source.names());
            for (Parameter parameter : parameters) {
                for (PartView view : parameter.views(parameter.value())) {
                    left.remove(load(source, view));
                }
            }
            if (!left.isEmpty()) {
                throw differs(
                        "it holds " + SavedModules.printable(left.iterator().next()) + ", which has no place");
            }
        }
    }

    private static String load(SafetensorsFile source, PartView view) {
        String name = view.part().name();
        // Some versions of peft name a vector as they name a module's weight.
        String found = source.names().contains(name) ? name : name + ".weight";
        if (!source.names().contains(found)) {
            throw differs("it lacks " + name);
        }
        if (!source.info(found).shape().equals(view.part().shape())) {
            throw differs(name + " has the shape " + source.info(found).shape() + " instead of "
                    + view.part().shape());
        }
        view.load(source, found);
        return found;
    }

    private static void requireSame(@Nullable String told, String base) {
        if (told != null && !told.equals(base)) {
            throw differs("the base's weights are not those it was trained on");
        }
    }

    private static MillraceException differs(String why) {
        return new MillraceException(ErrorCode.ADAPTER_BASE_DIFFERS, "The adapter is refused: " + why + ".");
    }
}
