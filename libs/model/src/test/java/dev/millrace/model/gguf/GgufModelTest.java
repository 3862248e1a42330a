package dev.millrace.model.gguf;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.gguf.GgufFile;
import dev.millrace.gguf.GgufValue;
import dev.millrace.gguf.GgufWriter;
import dev.millrace.gguf.TensorFormat;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.DecoderConfigJson;
import dev.millrace.model.safetensors.SafetensorsFile;
import dev.millrace.model.safetensors.TensorSource;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** TR-2: a GGUF file as configuration and weights. */
class GgufModelTest {
    private static final int WIDTH = 32;
    private static final int HEAD = 8;

    @TempDir
    private Path folder;

    @Test
    void aFileBecomesTheDirectoryOfTheSameModel() throws IOException {
        Path file = write(llama(), tensors("blk.0.attn_q.weight", "blk.0.attn_k.weight", "blk.0.ffn_norm.weight"));

        GgufModel.convert(file, folder);

        DecoderConfig config = DecoderConfigJson.read(folder);
        assertThat(config.width()).isEqualTo(WIDTH);
        assertThat(config.heads()).isEqualTo(4);
        assertThat(config.keyValueHeads()).isEqualTo(2);
        assertThat(config.headWidth()).isEqualTo(HEAD);
        assertThat(config.vocabulary()).isEqualTo(16);
        assertThat(config.normEpsilon()).isEqualTo(1e-5);
        assertThat(config.tiedEmbeddings()).isTrue();
        assertThat(config.endTokens()).containsExactly(2);
        try (SafetensorsFile written = SafetensorsFile.open(folder.resolve("model.safetensors"))) {
            assertThat(written.names())
                    .containsExactlyInAnyOrder(
                            "model.embed_tokens.weight",
                            "model.layers.0.self_attn.q_proj.weight",
                            "model.layers.0.self_attn.k_proj.weight",
                            "model.layers.0.post_attention_layernorm.weight");
            assertThat(column(written, "model.layers.0.self_attn.q_proj.weight", 4 * HEAD))
                    .isEqualTo(counted(4 * HEAD));
            assertThat(column(written, "model.layers.0.self_attn.k_proj.weight", 2 * HEAD))
                    .isEqualTo(counted(2 * HEAD));
        }
    }

    @Test
    void partsOfATensorAreThoseOfTheWhole() throws IOException {
        Path file = write(llama(), tensors("blk.0.attn_q.weight"));
        try (TensorSource source = GgufTensors.of(GgufFile.open(file))) {
            FloatBuffer part = source.bytes("model.layers.0.self_attn.q_proj.weight", 5 * WIDTH * 4 + 4, 8)
                    .asFloatBuffer();

            assertThat(new float[] {part.get(), part.get()}).containsExactly(5, 5);
        }
    }

    @Test
    void gemmasNormsLoseTheOneThatTheModelAdds() throws IOException {
        Map<String, GgufValue> metadata = llama();
        metadata.put("general.architecture", new GgufValue.Text("gemma3"));
        metadata.put("gemma3.attention.head_count", GgufValue.u32(4));
        Path file = write(metadata, tensors("blk.0.attn_q_norm.weight"));
        try (TensorSource source = GgufTensors.of(GgufFile.open(file))) {
            FloatBuffer values = FloatBuffer.allocate(WIDTH);

            source.copyFloats("model.layers.0.self_attn.q_norm.weight", values);

            assertThat(values.get(0)).isEqualTo(-1);
        }
    }

    @Test
    void whatIsNotKnownIsRefusedByName() throws IOException {
        Map<String, GgufValue> mamba = llama();
        mamba.put("general.architecture", new GgufValue.Text("mamba"));
        refused(write(mamba, tensors()), "mamba");
        refused(write(llama(), tensors("blk.0.ffn_gate_exps.weight")), "ffn_gate_exps");
        refused(write(llama(), tensors("rope_freqs.weight")), "rope_freqs");
        Map<String, GgufValue> stretched = llama();
        stretched.put("llama.rope.scaling.type", new GgufValue.Text("yarn"));
        refused(write(stretched, tensors()), "yarn");
        Map<String, GgufValue> experts = llama();
        experts.put("llama.expert_count", GgufValue.u32(8));
        refused(write(experts, tensors()), "expert_count");
    }

    private void refused(Path file, String name) {
        assertThatThrownBy(() -> GgufModel.convert(file, folder))
                .hasMessageContaining(name)
                .isInstanceOfSatisfying(
                        MillraceException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_CONFIG_UNSUPPORTED));
    }

    private Path write(Map<String, GgufValue> metadata, List<GgufWriter.Entry> entries) throws IOException {
        Path file = folder.resolve("model.gguf");
        GgufWriter.write(file, metadata, entries);
        return file;
    }

    private static Map<String, GgufValue> llama() {
        Map<String, GgufValue> metadata = new LinkedHashMap<>();
        metadata.put("general.architecture", new GgufValue.Text("llama"));
        metadata.put("llama.block_count", GgufValue.u32(1));
        metadata.put("llama.context_length", GgufValue.u32(64));
        metadata.put("llama.embedding_length", GgufValue.u32(WIDTH));
        metadata.put("llama.feed_forward_length", GgufValue.u32(64));
        metadata.put("llama.attention.head_count", GgufValue.u32(4));
        metadata.put("llama.attention.head_count_kv", GgufValue.u32(2));
        metadata.put("llama.attention.layer_norm_rms_epsilon", GgufValue.f32(1e-5));
        metadata.put("tokenizer.ggml.eos_token_id", GgufValue.u32(2));
        return metadata;
    }

    private static List<GgufWriter.Entry> tensors(String... names) {
        List<GgufWriter.Entry> entries = new ArrayList<>();
        entries.add(matrix("token_embd.weight", 16));
        for (String name : names) {
            entries.add(
                    name.contains("norm") || name.contains("freqs")
                            ? new GgufWriter.Entry(
                                    name, TensorFormat.F32, List.of((long) WIDTH), (row, rows, target) -> {
                                        target.put(new float[WIDTH]);
                                    })
                            : matrix(name, name.contains("attn_k") ? 2 * HEAD : 4 * HEAD));
        }
        return entries;
    }

    /** Every row holds the number that it has in Hugging Face's order; stored as llama.cpp's converter stores it. */
    private static GgufWriter.Entry matrix(String name, int rows) {
        boolean interleaved = name.contains("attn_q.") || name.contains("attn_k.");
        return new GgufWriter.Entry(
                name, TensorFormat.F32, List.of((long) rows, (long) WIDTH), (first, count, target) -> {
                    for (long stored = first; stored < first + count; stored++) {
                        long within = stored % HEAD;
                        long original = stored - within + within % 2 * (HEAD / 2) + within / 2;
                        for (int i = 0; i < WIDTH; i++) {
                            target.put(interleaved ? original : stored);
                        }
                    }
                });
    }

    private static float[] column(TensorSource source, String name, int rows) {
        FloatBuffer values = FloatBuffer.allocate(rows * WIDTH);
        source.copyFloats(name, values);
        float[] column = new float[rows];
        for (int row = 0; row < rows; row++) {
            column[row] = values.get(row * WIDTH + row % WIDTH);
        }
        return column;
    }

    private static float[] counted(int count) {
        float[] counted = new float[count];
        for (int i = 0; i < count; i++) {
            counted[i] = i;
        }
        return counted;
    }
}
