package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.DecoderConfigJson;
import dev.millrace.model.safetensors.SafetensorsWriter;
import dev.millrace.model.safetensors.SafetensorsWriter.Entry;
import dev.millrace.model.safetensors.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes a model as Hugging Face's classes read it. */
public final class ModelFiles {
    public static final String CONFIG = "config.json";
    public static final String WEIGHTS = "model.safetensors";

    private ModelFiles() {}

    /** Writes both files into a directory that exists. */
    public static void write(
            Path directory, DecoderConfig config, List<Parameter> parameters, List<NDArray> values, TensorType type)
            throws IOException {
        write(directory, DecoderConfigJson.write(config, named(type)), parameters, values, type);
    }

    /**
     * The same for a model of any kind.
     *
     * @param config the text of its {@code config.json}
     */
    public static void write(
            Path directory, String config, List<Parameter> parameters, List<NDArray> values, TensorType type)
            throws IOException {
        Files.writeString(directory.resolve(CONFIG), config);
        SafetensorsWriter.write(directory.resolve(WEIGHTS), entries(parameters, values, "", type), Map.of());
    }

    /** Entries for tensors that lie in the parameters' order, with a suffix behind every name. */
    public static List<Entry> entries(
            List<Parameter> parameters, List<NDArray> values, String suffix, TensorType type) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            parameters
                    .get(i)
                    .views(values.get(i))
                    .forEach(view -> entries.add(new Entry(
                            view.part().name() + suffix, type, view.part().shape(), view.bytes())));
        }
        return entries;
    }

    /** What Hugging Face calls an element type. */
    public static String named(TensorType type) {
        return switch (type) {
            case F32 -> "float32";
            case F16 -> "float16";
            case BF16 -> "bfloat16";
            case I64, I32, U8 -> throw new IllegalArgumentException("weights are not written as " + type);
        };
    }
}
