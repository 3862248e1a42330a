package dev.millrace.model.gguf;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.gguf.GgufFile;
import dev.millrace.gguf.GgufMetadata;
import dev.millrace.gguf.GgufTensor;
import dev.millrace.gguf.TensorFormat;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.DecoderConfigJson;
import dev.millrace.model.RopeSettings;
import dev.millrace.model.TestRuntime;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.decoder.FamilyReference;
import dev.millrace.model.safetensors.ShardedTensors;
import dev.millrace.model.safetensors.TensorSource;
import dev.millrace.model.safetensors.TensorType;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** TR-9: a model as a GGUF file. */
class GgufExportTest {
    @TempDir
    private Path folder;

    private Path model(String family) throws IOException {
        return FamilyReference.read(family).write(Files.createDirectories(folder.resolve(family)));
    }

    private GgufFile export(Path directory, TensorFormat format) throws IOException {
        Path file = folder.resolve("model.gguf");
        GgufExport.write(directory, format, Map.of(), file, weights -> {});
        return GgufFile.open(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "mistral", "qwen2", "qwen3"})
    void whatIsReadBackIsWhatWasWritten(String family) throws IOException {
        assertReadBack(model(family));
    }

    @Test
    void gemmasNormsAndWindowsAreReadBackToo() throws IOException {
        Path directory = model("gemma3");
        edit(directory, "\"query_pre_attn_scalar\":6", "\"query_pre_attn_scalar\":8");
        edit(directory, "\"sliding_attention\",\"full_attention\"", "\"sliding_attention\",\"sliding_attention\"");
        assertReadBack(directory);
        DecoderConfig was = DecoderConfigJson.read(directory);
        assertThat(DecoderConfigJson.read(folder.resolve("back")).attention()).isEqualTo(was.attention());
    }

    private void assertReadBack(Path directory) throws IOException {
        export(directory, TensorFormat.F32).close();
        Path back = Files.createDirectory(folder.resolve("back"));

        GgufModel.convert(folder.resolve("model.gguf"), back);

        try (TensorSource written = ShardedTensors.open(directory);
                TensorSource read = ShardedTensors.open(back)) {
            assertThat(read.names()).containsExactlyInAnyOrderElementsOf(written.names());
            for (String name : written.names()) {
                assertThat(values(read, name)).describedAs(name).containsExactly(values(written, name), within(1e-7f));
            }
        }
        DecoderConfig was = DecoderConfigJson.read(directory);
        DecoderConfig is = DecoderConfigJson.read(back);
        assertThat(is.layout()).isEqualTo(was.layout());
        assertThat(is.rope()).isEqualTo(was.rope());
        assertThat(is.normEpsilon()).isEqualTo(was.normEpsilon());
        assertThat(is.headWidth()).isEqualTo(was.headWidth());
        assertThat(is.maxPositions()).isEqualTo(GgufExport.context(was));
        assertThat(is.tiedEmbeddings()).isEqualTo(was.tiedEmbeddings());
    }

    @Test
    void matricesOfGpt2AreTurnedAndItsPositionsStayExact() throws IOException {
        Path directory = model("gpt2");
        try (GgufFile file = export(directory, TensorFormat.F16);
                TensorSource source = ShardedTensors.open(directory)) {
            GgufTensor inputs = file.tensor("blk.0.attn_qkv.weight");
            List<Long> outside =
                    source.info("transformer.h.0.attn.c_attn.weight").shape();
            assertThat(inputs.shape()).isEqualTo(outside.reversed());
            FloatBuffer first = FloatBuffer.allocate(inputs.rowElements());
            file.read(inputs, 1, 1, first);
            float[] expected = values(source, "transformer.h.0.attn.c_attn.weight");
            assertThat(first.get(2))
                    .isEqualTo(Float.float16ToFloat(
                            Float.floatToFloat16(expected[2 * outside.getLast().intValue() + 1])));
            assertThat(file.tensor("position_embd.weight").format()).isEqualTo(TensorFormat.F32);
            assertThat(file.tensor("output_norm.bias").format()).isEqualTo(TensorFormat.F32);
        }
    }

    @Test
    void fourBitsAreForMatricesOfBlocksAndEightForTheTablesOfTokens() throws IOException {
        DecoderConfig config = new DecoderConfig(
                40, 32, 48, 1, 2, 1, 16, 64, 1e-5, new RopeSettings(10_000, null), true, 0.02, 1, List.of(2));
        try (DecoderModel model = DecoderModel.initialise(TestRuntime.get(), config, 3)) {
            model.save(folder, TensorType.F32);
        }
        try (GgufFile file = export(folder, TensorFormat.Q4_0)) {
            List<String> formats = new ArrayList<>();
            file.tensors().values().forEach(tensor -> {
                boolean fits = tensor.rowElements() % 32 == 0;
                boolean vector = tensor.shape().size() == 1;
                boolean table = tensor.name().equals("token_embd.weight");
                TensorFormat expected = vector
                        ? TensorFormat.F32
                        : !fits ? TensorFormat.F16 : table ? TensorFormat.Q8_0 : TensorFormat.Q4_0;
                assertThat(tensor.format()).describedAs(tensor.name()).isEqualTo(expected);
                formats.add(tensor.format().name());
            });
            assertThat(formats).contains("F32", "F16", "Q4_0", "Q8_0");
            assertThat(file.metadata().count("general.file_type")).hasValue(2);
        }
    }

    @Test
    void llama3sFrequenciesLieAmongTheTensors() throws IOException {
        Path directory = model("llama-llama3");
        DecoderConfig config = DecoderConfigJson.read(directory);
        try (GgufFile file = export(directory, TensorFormat.F32)) {
            GgufTensor factors = file.tensor("rope_freqs.weight");
            FloatBuffer values = FloatBuffer.allocate(factors.rowElements());
            file.read(factors, 0, 1, values);
            float[] plain = new RopeSettings(config.rope().theta(), null).frequencies(config.headWidth(), false);
            float[] stretched = config.rope().frequencies(config.headWidth(), false);
            for (int i = 0; i < plain.length; i++) {
                assertThat(plain[i] / values.get(i)).isCloseTo(stretched[i], within(stretched[i] * 1e-6f));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "phi3-longrope, phi3.rope.scaling.attn_factor, rope_factors_long.weight",
        "phi3-longrope-partial, phi3.rope.dimension_count, rope_factors_short.weight",
        "llama-linear, llama.rope.scaling.factor, token_embd.weight",
        "llama-yarn, llama.rope.scaling.original_context_length, token_embd.weight"
    })
    void stretchedPositionsAreTold(String family, String key, String tensor) throws IOException {
        try (GgufFile file = export(model(family), TensorFormat.BF16)) {
            GgufMetadata metadata = file.metadata();
            assertThat(metadata.number(key).orElseThrow()).isPositive();
            assertThat(file.tensors()).containsKey(tensor);
        }
    }

    @Test
    void aTextFitsIntoTheWindowWhereWindowsAreNotKnown() throws IOException {
        Path directory = model("mistral");
        DecoderConfig config = DecoderConfigJson.read(directory);
        assertThat(config.attention().window()).isLessThan(config.maxPositions());
        try (GgufFile file = export(directory, TensorFormat.F32)) {
            assertThat(file.metadata().count("llama.context_length"))
                    .hasValue(config.attention().window());
        }
    }

    @Test
    void whatWouldBeComputedOtherwiseIsRefusedByNameAndLeavesNothing() throws IOException {
        refused(model("llama-with-biases"), "attention_bias");
        Path yarn = model("llama-yarn");
        edit(yarn, "\"rope_type\":\"yarn\"", "\"rope_type\":\"yarn\",\"truncate\":false");
        refused(yarn, "truncate");
        refused(model("gemma3"), "query_pre_attn_scalar");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    private static void edit(Path directory, String from, String to) throws IOException {
        Path config = directory.resolve("config.json");
        String text = Files.readString(config);
        assertThat(text).contains(from);
        Files.writeString(config, text.replace(from, to));
    }

    private void refused(Path directory, String name) {
        assertThatThrownBy(() -> export(directory, TensorFormat.F32))
                .hasMessageContaining(name)
                .isInstanceOfSatisfying(
                        MillraceException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_CONFIG_UNSUPPORTED));
    }

    private static float[] values(TensorSource source, String name) {
        FloatBuffer values = FloatBuffer.allocate((int) source.info(name).elements());
        source.copyFloats(name, values);
        return values.array();
    }
}
