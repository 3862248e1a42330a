package dev.millrace.model.decoder;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.TestRuntime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Directories that were damaged or made to do harm end in a code, before anything is computed. */
class HostileDirectoryTest {
    private static final String WEIGHTS = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";

    @TempDir
    Path directory;

    private FamilyReference reference;

    @BeforeEach
    void writeAGoodOne() throws IOException {
        reference = FamilyReference.read("qwen2");
        reference.write(directory);
        DecoderModel.load(TestRuntime.get(), directory).close();
    }

    private void assertRefused(ErrorCode code, String... words) {
        assertThatThrownBy(() -> DecoderModel.load(TestRuntime.get(), directory).close())
                .hasMessageContainingAll(words)
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private void index(Map<String, String> shardOf) throws IOException {
        String entries = shardOf.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\": \"" + entry.getValue() + "\"")
                .collect(Collectors.joining(", "));
        Files.writeString(directory.resolve(INDEX), "{\"weight_map\": {" + entries + "}}");
    }

    @Test
    void aMissingShard() throws IOException {
        Files.move(directory.resolve(WEIGHTS), directory.resolve("a.safetensors"));
        index(Map.of("model.norm.weight", "a.safetensors", "model.embed_tokens.weight", "b.safetensors"));
        assertRefused(ErrorCode.MODEL_FILE_DAMAGED, "cannot be read");
    }

    @Test
    void anIndexThatNamesItself() throws IOException {
        Files.delete(directory.resolve(WEIGHTS));
        index(Map.of("model.norm.weight", INDEX));
        assertRefused(ErrorCode.MODEL_FILE_DAMAGED, "not beside it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a.safetensors", "/etc/a.safetensors", "sub/a.safetensors", "..\\\\\\\\a.safetensors"})
    void anIndexThatPointsElsewhere(String path) throws IOException {
        Files.delete(directory.resolve(WEIGHTS));
        index(Map.of("model.norm.weight", path));
        assertRefused(ErrorCode.MODEL_FILE_DAMAGED, "not beside it");
    }

    @Test
    void aShardThatIsALinkToItself() throws IOException {
        Files.delete(directory.resolve(WEIGHTS));
        index(Map.of("model.norm.weight", "loop.safetensors"));
        Files.createSymbolicLink(directory.resolve("loop.safetensors"), directory.resolve("loop.safetensors"));
        assertRefused(ErrorCode.MODEL_FILE_DAMAGED, "cannot be read");
    }

    @Test
    void aHeaderLargerThanTheFile() throws IOException {
        ByteBuffer lie = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        lie.putLong(Long.MAX_VALUE / 2);
        Files.write(directory.resolve(WEIGHTS), lie.array());
        assertRefused(ErrorCode.MODEL_FILE_DAMAGED, "header");
    }

    @Test
    void weightsOfAnotherShape() throws IOException {
        edit("\"intermediate_size\":24", "\"intermediate_size\":32");
        assertRefused(ErrorCode.MODEL_FILE_DAMAGED, "mlp.gate_proj.weight", "shape");
    }

    @Test
    void aLayerThatTheFileDoesNotHold() throws IOException {
        edit("\"num_hidden_layers\":2", "\"num_hidden_layers\":3");
        edit("\"layer_types\":[\"full_attention\",\"full_attention\"]", "\"layer_types\":null");
        assertRefused(ErrorCode.MODEL_FILE_DAMAGED, "model.layers.2.", "missing");
    }

    @Test
    void tensorsThatTheFamilyHasNoPlaceFor() throws IOException {
        edit("\"model_type\":\"qwen2\"", "\"model_type\":\"mistral\"");
        edit("\"use_sliding_window\":false", "\"use_sliding_window\":null");
        assertRefused(ErrorCode.MODEL_FILE_DAMAGED, "bias", "no place");
    }

    @Test
    void aWeightThatIsNoNumber() throws IOException {
        byte[] bytes = Files.readAllBytes(directory.resolve(WEIGHTS));
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - Float.BYTES, Float.NaN);
        Files.write(directory.resolve(WEIGHTS), bytes);
        assertRefused(ErrorCode.MODEL_FILE_DAMAGED, "finite");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch_model.bin", "model.pt", "model.pth", "adapter.pkl"})
    void picklesAndArchivesAreNotOpened(String name) throws IOException {
        Files.delete(directory.resolve(WEIGHTS));
        Files.write(directory.resolve(name), "\u0080\u0002c__builtin__\nexec\n".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(ErrorCode.MODEL_FORMAT_UNSUPPORTED, "safetensors");
    }

    private void edit(String before, String after) throws IOException {
        Path config = directory.resolve("config.json");
        String text = Files.readString(config);
        assertThat(text).contains(before);
        Files.writeString(config, text.replace(before, after));
    }
}
