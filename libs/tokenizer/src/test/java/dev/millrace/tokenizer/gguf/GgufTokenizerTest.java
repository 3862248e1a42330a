package dev.millrace.tokenizer.gguf;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.gguf.GgufValue;
import dev.millrace.gguf.GgufWriter;
import dev.millrace.gguf.ValueType;
import dev.millrace.tokenizer.BaseModel;
import dev.millrace.tokenizer.BaseModels;
import dev.millrace.tokenizer.HubDownload;
import dev.millrace.tokenizer.Tokenizer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** TR-2: the tokeniser inside a GGUF file becomes one that is loaded like every other. */
class GgufTokenizerTest {
    @TempDir
    private Path folder;

    @Test
    void aByteLevelVocabularyWithMergesIsRead() throws IOException {
        Map<String, GgufValue> metadata = byteLevel("smollm");
        metadata.put("tokenizer.chat_template", new GgufValue.Text("{{ messages[0].content }}{{ eos_token }}"));

        GgufTokenizer.convert(write(metadata), folder);

        BaseModel model = new BaseModel("m", folder);
        try (Tokenizer tokenizer = Tokenizer.load(model.tokenizerFile())) {
            assertThat(tokenizer.encode("ab<end>ab12")).containsExactly(4, 0, 4, 6, 7);
            assertThat(tokenizer.encode(" ab")).containsExactly(5);
            assertThat(tokenizer.decode(List.of(4, 0, 5))).isEqualTo("ab ab");
            assertThat(tokenizer.idOf("<end>")).hasValue(0);
        }
        assertThat(model.template().source()).contains("eos_token");
    }

    @Test
    void scoresBecomeMergesAndMissingCharactersBytes() throws IOException {
        List<String> tokens = new ArrayList<>(List.of("<unk>", "<s>", "</s>", "▁", "a", "b", "▁a", "▁ab", "ab"));
        long[] kinds = new long[tokens.size() + 256];
        double[] scores = new double[kinds.length];
        Arrays.fill(kinds, GgufVocabulary.BYTE);
        Arrays.fill(kinds, 0, tokens.size(), 1);
        kinds[0] = GgufVocabulary.UNKNOWN;
        kinds[1] = GgufVocabulary.CONTROL;
        kinds[2] = GgufVocabulary.CONTROL;
        scores[6] = -2;
        scores[7] = -3;
        scores[8] = -1;
        for (int b = 0; b < 256; b++) {
            tokens.add(String.format("<0x%02X>", b));
        }
        Map<String, GgufValue> metadata = vocabulary("llama", tokens, kinds);
        metadata.put("tokenizer.ggml.scores", new GgufValue.Reals(ValueType.F32, scores));
        metadata.put("tokenizer.ggml.unknown_token_id", GgufValue.u32(0));

        GgufTokenizer.convert(write(metadata), folder);

        try (Tokenizer tokenizer = Tokenizer.load(folder.resolve("tokenizer.json"))) {
            assertThat(tokenizer.encode("ab a")).containsExactly(7, 6);
            assertThat(tokenizer.encode("é")).containsExactly(3, 9 + 0xC3, 9 + 0xA9);
            assertThat(tokenizer.decode(List.of(7, 6, 9 + 0xC3, 9 + 0xA9))).isEqualTo("ab aé");
        }
    }

    @Test
    void aGgufFileIsABaseModelThatIsConvertedOnce() throws IOException {
        Path file = write(byteLevel("gpt-2"));
        Path cache = folder.resolve("cache");
        List<Path> converted = new ArrayList<>();
        BaseModels models = new BaseModels(cache, folder, new HubDownload(URI.create("http://localhost:9"), null))
                .withWeights((from, directory) -> converted.add(from));

        BaseModel first = models.resolve(file.toString());
        BaseModel second = models.resolve(file.toString());

        assertThat(first.name()).isEqualTo("model.gguf");
        assertThat(second.directory()).isEqualTo(first.directory());
        assertThat(converted).containsExactly(file);
        assertThat(first.tokenizerFile()).exists();
        try (Stream<Path> kept = Files.list(cache)) {
            assertThat(kept).containsExactly(first.directory());
        }
    }

    @Test
    void aFailedConversionLeavesNothingBehind() throws IOException {
        Path file = write(byteLevel("tekken"));
        Path cache = folder.resolve("cache");
        BaseModels models = new BaseModels(cache, folder, new HubDownload(URI.create("http://localhost:9"), null));

        assertThatThrownBy(() -> models.resolve(file.toString())).hasMessageContaining("tekken");

        try (Stream<Path> kept = Files.list(cache)) {
            assertThat(kept).isEmpty();
        }
    }

    @Test
    void whatIsNotKnownIsRefusedByName() throws IOException {
        refused(byteLevel("tekken"), "tekken");
        Map<String, GgufValue> pieces = byteLevel("smollm");
        pieces.put("tokenizer.ggml.model", new GgufValue.Text("bert"));
        refused(pieces, "bert");
        Map<String, GgufValue> twice = byteLevel("smollm");
        twice.put("tokenizer.ggml.tokens", new GgufValue.Texts(List.of("a", "a")));
        twice.remove("tokenizer.ggml.token_type");
        refused(twice, "twice");
        Map<String, GgufValue> nobody = byteLevel("smollm");
        nobody.put("tokenizer.ggml.eos_token_id", GgufValue.u32(4_000));
        refused(nobody, "does not exist");
        Map<String, GgufValue> single = byteLevel("smollm");
        single.put("tokenizer.ggml.merges", new GgufValue.Texts(List.of("ab")));
        refused(single, "merge");
    }

    private void refused(Map<String, GgufValue> metadata, String name) throws IOException {
        Path file = write(metadata);
        assertThatThrownBy(() -> GgufTokenizer.convert(file, folder))
                .hasMessageContaining(name)
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOKENIZER_INVALID));
    }

    private static Map<String, GgufValue> byteLevel(String words) {
        Map<String, GgufValue> metadata = vocabulary(
                "gpt2", List.of("<end>", "a", "b", "Ġ", "ab", "Ġab", "1", "2"), new long[] {3, 1, 1, 1, 1, 1, 1, 1});
        metadata.put("tokenizer.ggml.pre", new GgufValue.Text(words));
        metadata.put("tokenizer.ggml.merges", new GgufValue.Texts(List.of("a b", "Ġ ab")));
        return metadata;
    }

    private static Map<String, GgufValue> vocabulary(String model, List<String> tokens, long[] kinds) {
        Map<String, GgufValue> metadata = new LinkedHashMap<>();
        metadata.put("tokenizer.ggml.model", new GgufValue.Text(model));
        metadata.put("tokenizer.ggml.tokens", new GgufValue.Texts(tokens));
        metadata.put("tokenizer.ggml.token_type", new GgufValue.Wholes(ValueType.I32, kinds));
        metadata.put("tokenizer.ggml.eos_token_id", GgufValue.u32(0));
        return metadata;
    }

    private Path write(Map<String, GgufValue> metadata) throws IOException {
        Path file = folder.resolve("model.gguf");
        GgufWriter.write(file, metadata, List.of());
        return file;
    }
}
