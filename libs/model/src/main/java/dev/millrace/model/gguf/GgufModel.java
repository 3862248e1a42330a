package dev.millrace.model.gguf;

import dev.millrace.contracts.MillraceException;
import dev.millrace.gguf.GgufFile;
import dev.millrace.model.safetensors.SafetensorsWriter;
import dev.millrace.model.safetensors.SafetensorsWriter.Entry;
import dev.millrace.model.safetensors.TensorInfo;
import dev.millrace.model.safetensors.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Turns a GGUF file into configuration and weights as Hugging Face's classes read them. */
public final class GgufModel {
    private GgufModel() {}

    /**
     * Writes {@code config.json} and {@code model.safetensors}, the weights as 32-bit numbers: no narrower type holds all
     * values of the stored formats.
     *
     * @param directory exists
     * @throws MillraceException MODEL_FILE_DAMAGED, MODEL_FORMAT_UNSUPPORTED, MODEL_CONFIG_UNSUPPORTED
     */
    public static void convert(Path file, Path directory) throws IOException {
        Path values = directory.resolve("weights.partial");
        try (GgufTensors tensors = GgufTensors.of(GgufFile.open(file))) {
            Files.writeString(directory.resolve("config.json"), config(file));
            SafetensorsWriter.write(directory.resolve("model.safetensors"), entries(tensors, values), Map.of());
        } finally {
            Files.deleteIfExists(values);
        }
    }

    private static String config(Path file) {
        try (GgufFile opened = GgufFile.open(file)) {
            return GgufConfig.of(opened);
        }
    }

    /** Entries backed by a file, so that a model's weights need not fit the heap. */
    private static List<Entry> entries(GgufTensors tensors, Path values) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(
                values, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long begin = 0;
            for (String name : tensors.names()) {
                TensorInfo info = tensors.info(name);
                ByteBuffer map = channel.map(FileChannel.MapMode.READ_WRITE, begin, info.end())
                        .order(ByteOrder.LITTLE_ENDIAN);
                tensors.copyFloats(name, map.asFloatBuffer());
                entries.add(new Entry(name, TensorType.F32, info.shape(), map));
                begin += info.end();
            }
        }
        return entries;
    }
}
