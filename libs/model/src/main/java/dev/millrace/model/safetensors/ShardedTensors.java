package dev.millrace.model.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tensors of a Hugging Face directory: one {@code model.safetensors}, or several files named by an index. */
public final class ShardedTensors implements TensorSource {
    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";

    private final Map<String, SafetensorsFile> files;
    private final Map<String, SafetensorsFile> byTensor = new LinkedHashMap<>();

    private ShardedTensors(Map<String, SafetensorsFile> files) {
        this.files = files;
        files.values().forEach(file -> file.names().forEach(name -> byTensor.put(name, file)));
    }

    /**
     * Opens the weights of a model directory.
     *
     * @throws MillraceException MODEL_FORMAT_UNSUPPORTED when the directory has no safetensors weights,
     *     MODEL_FILE_DAMAGED when index and files disagree
     */
    public static TensorSource open(Path directory) {
        Path single = directory.resolve(SINGLE);
        if (Files.exists(single)) {
            return SafetensorsFile.open(single);
        }
        Path index = directory.resolve(INDEX);
        if (!Files.exists(index)) {
            throw new MillraceException(
                    ErrorCode.MODEL_FORMAT_UNSUPPORTED, "The model directory holds no safetensors weights.");
        }
        return openIndexed(directory, index);
    }

    private static TensorSource openIndexed(Path directory, Path index) {
        Map<String, String> shardOf = shards(index);
        Map<String, SafetensorsFile> files = new LinkedHashMap<>();
        ShardedTensors source = null;
        try {
            for (String shard : Set.copyOf(shardOf.values()).stream().sorted().toList()) {
                files.put(shard, SafetensorsFile.open(directory.resolve(shard)));
            }
            shardOf.forEach((name, shard) -> requireHeld(name, files.get(shard)));
            source = new ShardedTensors(files);
            return source;
        } finally {
            if (source == null) {
                files.values().forEach(SafetensorsFile::close);
            }
        }
    }

    private static void requireHeld(String name, @Nullable SafetensorsFile file) {
        if (file == null || !file.names().contains(name)) {
            throw HeaderParser.damaged("The index names the tensor " + Printable.of(name) + ", its file does not.");
        }
    }

    private static Map<String, String> shards(Path index) {
        Map<String, String> shardOf = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : weightMap(index).properties()) {
            String shard = entry.getValue().asText();
            if (!shard.matches("[A-Za-z0-9._-]+\\.safetensors")) {
                throw HeaderParser.damaged("The index names a file that is not beside it.");
            }
            shardOf.put(entry.getKey(), shard);
        }
        return shardOf;
    }

    private static JsonNode weightMap(Path index) {
        try {
            return new JsonMapper().readTree(Files.readAllBytes(index)).path("weight_map");
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.MODEL_FILE_DAMAGED, "The index of the weights cannot be read.", e);
        }
    }

    @Override
    public Set<String> names() {
        return byTensor.keySet();
    }

    @Override
    public TensorInfo info(String name) {
        return holder(name).info(name);
    }

    @Override
    public ByteBuffer bytes(String name, long from, int length) {
        return holder(name).bytes(name, from, length);
    }

    private SafetensorsFile holder(String name) {
        SafetensorsFile file = byTensor.get(name);
        if (file == null) {
            throw HeaderParser.damaged("The tensor " + Printable.of(name) + " is missing.");
        }
        return file;
    }

    @Override
    public void close() {
        files.values().forEach(SafetensorsFile::close);
    }
}
