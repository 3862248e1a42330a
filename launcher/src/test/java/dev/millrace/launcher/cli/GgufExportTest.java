package dev.millrace.launcher.cli;

import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.manifest.ModelManifest;
import dev.millrace.gguf.GgufFile;
import dev.millrace.gguf.GgufMetadata;
import dev.millrace.launcher.export.GgufOutput;
import dev.millrace.launcher.export.ModelFacts;
import dev.millrace.launcher.export.WeightType;
import dev.millrace.model.safetensors.SafetensorsWriter;
import dev.millrace.model.safetensors.SafetensorsWriter.Entry;
import dev.millrace.model.safetensors.TensorType;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/** TR-9: one file for llama.cpp, and what it tells of where it comes from. */
class GgufExportTest {
    private static final String CONFIG = """
            {"model_type": "mistral", "hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2,
            "num_key_value_heads": 1, "head_dim": 16, "intermediate_size": 64, "max_position_embeddings": 128,
            "rms_norm_eps": 1e-5, "rope_theta": 10000.0, "hidden_act": "silu", "sliding_window": 16,
            "tie_word_embeddings": true, "vocab_size": 4, "eos_token_id": 0}""";
    private static final String TOKENIZER = """
            {"added_tokens": [{"id": 0, "content": "<end>", "special": true}],
            "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "use_regex": true},
            "model": {"type": "BPE", "vocab": {"<end>": 0, "a": 1, "b": 2, "ab": 3}, "merges": [["a", "b"]]}}""";

    @TempDir
    private Path folder;

    private Path model;

    @BeforeEach
    void model() throws IOException {
        model = Files.createDirectory(folder.resolve("small"));
        Files.writeString(model.resolve("config.json"), CONFIG);
        Files.writeString(model.resolve("tokenizer.json"), TOKENIZER);
        Files.writeString(model.resolve("chat_template.jinja"), "{{ messages[0].content }}");
        Files.writeString(model.resolve("LICENSE"), "\n      Apache License\n      Version 2.0, January 2004\n");
        List<Entry> entries = new ArrayList<>();
        String block = "model.layers.0.";
        entries.add(tensor("model.embed_tokens.weight", 4, 32));
        entries.add(tensor("model.norm.weight", 32));
        entries.add(tensor(block + "input_layernorm.weight", 32));
        entries.add(tensor(block + "post_attention_layernorm.weight", 32));
        entries.add(tensor(block + "self_attn.q_proj.weight", 32, 32));
        entries.add(tensor(block + "self_attn.k_proj.weight", 16, 32));
        entries.add(tensor(block + "self_attn.v_proj.weight", 16, 32));
        entries.add(tensor(block + "self_attn.o_proj.weight", 32, 32));
        entries.add(tensor(block + "mlp.gate_proj.weight", 64, 32));
        entries.add(tensor(block + "mlp.up_proj.weight", 64, 32));
        entries.add(tensor(block + "mlp.down_proj.weight", 32, 64));
        SafetensorsWriter.write(model.resolve("model.safetensors"), entries, Map.of());
    }

    private static Entry tensor(String name, long... shape) {
        int count = 1;
        List<Long> sizes = new ArrayList<>();
        for (long size : shape) {
            count *= (int) size;
            sizes.add(size);
        }
        ByteBuffer bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            bytes.putFloat(i % 7 - 3);
        }
        return new Entry(name, TensorType.F32, sizes, bytes.flip());
    }

    private int run(String... arguments) {
        CommandLine line = Millrace.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(out, true));
        return line.execute(arguments);
    }

    private final StringWriter out = new StringWriter();

    @Test
    void aFolderBecomesAFileThatSaysHowFarItReaches() throws IOException {
        Path file = folder.resolve("small.gguf");

        assertThat(run("export", model.toString(), "--format", "gguf", "--type", "q8_0", "--out", file.toString()))
                .describedAs(out.toString())
                .isZero();

        assertThat(out.toString()).contains("one window, 16 tokens instead of 128", "is in");
        try (GgufFile read = GgufFile.open(file)) {
            GgufMetadata metadata = read.metadata();
            assertThat(metadata.text("general.name")).hasValue("small");
            assertThat(metadata.text("general.license")).hasValue("apache-2.0");
            assertThat(metadata.text("tokenizer.chat_template")).hasValue("{{ messages[0].content }}");
            assertThat(metadata.count("tokenizer.ggml.eos_token_id")).hasValue(0);
            assertThat(metadata.texts("tokenizer.ggml.tokens")).containsExactly("<end>", "a", "b", "ab");
            assertThat(read.tensor("blk.0.ffn_down.weight").format().name()).isEqualTo("Q8_0");
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(model, file);
        }
    }

    @Test
    void whatCannotBeToldIsOneSentenceAndLeavesNoFile() throws IOException {
        Files.writeString(model.resolve("tokenizer.json"), TOKENIZER.replace("BPE", "Unigram"));
        Path file = folder.resolve("small.gguf");

        assertThat(run("export", model.toString(), "--format", "gguf", "--out", file.toString()))
                .isEqualTo(1);

        assertThat(out.toString()).contains("Unigram").doesNotContain("\tat ");
        assertThat(file).doesNotExist();
    }

    @Test
    void aTrainedModelsFileNamesBaseAndDataset() throws IOException {
        ModelManifest manifest = new ModelManifest(
                "handbook-12345678",
                "run-1",
                "handbook",
                "0123456789abcdef",
                "owner/small",
                Hashes.sha256("x"),
                16,
                List.of());
        ModelFacts facts = new ModelFacts(
                manifest, Json.mapper().missingNode(), Json.mapper().missingNode(), "owner/small");
        Path file = folder.resolve("handbook.gguf");

        GgufOutput.of(model, facts).write(WeightType.BF16, file, weights -> {});

        try (GgufFile read = GgufFile.open(file)) {
            GgufMetadata metadata = read.metadata();
            assertThat(metadata.text("general.name")).hasValue("handbook-12345678");
            assertThat(metadata.text("general.base_model.0.name")).hasValue("owner/small");
            assertThat(metadata.text("general.base_model.0.repo_url")).hasValue("https://huggingface.co/owner/small");
            assertThat(metadata.text("general.dataset.0.version")).hasValue("0123456789abcdef");
        }
    }
}
