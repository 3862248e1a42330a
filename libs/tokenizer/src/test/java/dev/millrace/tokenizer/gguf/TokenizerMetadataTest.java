package dev.millrace.tokenizer.gguf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.gguf.GgufFile;
import dev.millrace.gguf.GgufMetadata;
import dev.millrace.gguf.GgufValue;
import dev.millrace.gguf.GgufWriter;
import dev.millrace.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** TR-9: a tokeniser in the terms of GGUF. */
class TokenizerMetadataTest {
    private static final List<String> TEXTS = List.of("ab ab<end>", " ab1", "bab", "");

    @TempDir
    private Path folder;

    /** The tokens of a byte-level vocabulary small enough to be read here. */
    private static ObjectNode byteLevel(WordSplitting words) {
        ObjectNode json = Json.mapper().createObjectNode();
        json.set("pre_tokenizer", words.json());
        ObjectNode added = json.putArray("added_tokens").addObject();
        added.put("id", 0).put("content", "<end>").put("special", true).put("normalized", false);
        added.put("lstrip", false).put("rstrip", false).put("single_word", false);
        ObjectNode model = json.putObject("model").put("type", "BPE").put("ignore_merges", words.wholeWords());
        ObjectNode vocabulary = model.putObject("vocab");
        List<String> tokens = List.of("<end>", "a", "b", "Ġ", "ab", "Ġab", "1", "2");
        tokens.forEach(token -> vocabulary.put(token, vocabulary.size()));
        ArrayNode merges = model.putArray("merges");
        merges.addArray().add("a").add("b");
        merges.addArray().add("Ġ").add("ab");
        return json;
    }

    private Path write(ObjectNode json) throws IOException {
        Files.write(folder.resolve("tokenizer.json"), Json.write(json));
        return folder;
    }

    private GgufMetadata metadata(Path directory, int vocabulary) throws IOException {
        Map<String, GgufValue> metadata = TokenizerMetadata.of(directory, vocabulary, List.of(), List.of(0));
        GgufWriter.write(folder.resolve("model.gguf"), metadata, List.of());
        try (GgufFile file = GgufFile.open(folder.resolve("model.gguf"))) {
            return file.metadata();
        }
    }

    private void assertReadBack(Path directory, List<String> texts) throws IOException {
        Path back = Files.createDirectory(folder.resolve("back"));
        GgufTokenizer.convert(folder.resolve("model.gguf"), back);
        try (Tokenizer was = Tokenizer.load(directory.resolve("tokenizer.json"));
                Tokenizer is = Tokenizer.load(back.resolve("tokenizer.json"))) {
            for (String text : texts) {
                assertThat(is.encode(text)).describedAs(text).containsExactly(was.encode(text));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyRuleForWordsIsToldAndReadBack(WordSplitting words) throws IOException {
        Path directory = write(byteLevel(words));

        GgufMetadata metadata = metadata(directory, 8);

        assertThat(metadata.text("tokenizer.ggml.pre")).hasValue(words.ggmlName());
        assertThat(metadata.texts("tokenizer.ggml.merges")).containsExactly("a b", "Ġ ab");
        assertThat(metadata.wholes("tokenizer.ggml.token_type")).containsExactly(3, 1, 1, 1, 1, 1, 1, 1);
        assertThat(metadata.count("tokenizer.ggml.eos_token_id")).hasValue(0);
        assertThat(metadata.flag("tokenizer.ggml.add_bos_token")).hasValue(false);
        assertReadBack(directory, TEXTS);
    }

    @Test
    void mergesOfOlderFilesAreToldToo() throws IOException {
        ObjectNode json = byteLevel(WordSplitting.GPT2);
        json.withObject("/model").putArray("merges").add("a b").add("Ġ ab");

        assertThat(metadata(write(json), 8).texts("tokenizer.ggml.merges")).containsExactly("a b", "Ġ ab");
    }

    @Test
    void rowsWithoutATokenAreNamedAndNoTextIsCutIntoThem() throws IOException {
        GgufMetadata metadata = metadata(write(byteLevel(WordSplitting.GPT2)), 10);

        assertThat(metadata.texts("tokenizer.ggml.tokens")).endsWith("2", "[PAD8]", "[PAD9]");
        assertThat(metadata.wholes("tokenizer.ggml.token_type")).endsWith(1, 5, 5);
    }

    @Test
    void theTokeniserSaysWhatEndsATextAndWhatStandsBeforeIt() throws IOException {
        ObjectNode json = byteLevel(WordSplitting.SMOLLM);
        json.set("post_processor", Json.mapper().readTree("""
                        {"type": "Sequence", "processors": [{"type": "ByteLevel"}, {"type": "TemplateProcessing",
                        "single": [{"SpecialToken": {"id": "1"}}, {"Sequence": {"id": "A"}}],
                        "special_tokens": {"1": {"ids": [6]}}}]}"""));
        Path directory = write(json);
        Files.writeString(directory.resolve("tokenizer_config.json"), """
                        {"bos_token": {"content": "1"}, "eos_token": "2",
                        "chat_template": [{"name": "tools", "template": "t"}, {"name": "default", "template": "d"}]}""");

        GgufMetadata metadata = metadata(directory, 8);

        assertThat(metadata.count("tokenizer.ggml.bos_token_id")).hasValue(6);
        assertThat(metadata.count("tokenizer.ggml.eos_token_id")).hasValue(7);
        assertThat(metadata.flag("tokenizer.ggml.add_bos_token")).hasValue(true);
        assertThat(metadata.text("tokenizer.chat_template")).hasValue("d");
    }

    private static ObjectNode pieces() throws IOException {
        ObjectNode json = (ObjectNode) Json.mapper().readTree("""
                {"added_tokens": [{"id": 0, "content": "<unk>", "special": true, "normalized": false,
                "single_word": false, "lstrip": false, "rstrip": false}],
                "normalizer": {"type": "Sequence", "normalizers": [{"type": "Prepend", "prepend": "\u2581"},
                {"type": "Replace", "pattern": {"String": " "}, "content": "\u2581"}]}, "pre_tokenizer": null,
                "model": {"type": "BPE", "byte_fallback": true, "fuse_unk": true, "unk_token": "<unk>", "vocab":
                {"<unk>": 0, "\u2581": 1, "a": 2, "b": 3, "ab": 4, "\u2581ab": 5, "\u2581a": 6}, "merges":
                [["a", "b"], ["\u2581", "a"], ["\u2581", "ab"], ["\u2581a", "b"]]}}""");
        ObjectNode vocabulary = (ObjectNode) json.path("model").path("vocab");
        for (int b = 0; b < 256; b++) {
            vocabulary.put(String.format("<0x%02X>", b), 7 + b);
        }
        return json;
    }

    @Test
    void mergesBecomeScoresWhereTheyOnceWereScores() throws IOException {
        Path directory = write(pieces());

        GgufMetadata metadata = metadata(directory, 263);

        assertThat(metadata.text("tokenizer.ggml.model")).hasValue("llama");
        assertThat(metadata.reals("tokenizer.ggml.scores")).startsWith(-1e6, -1e6, -1e6, -1e6, 0, -2, -1);
        assertThat(metadata.wholes("tokenizer.ggml.token_type")).startsWith(2, 1, 1, 1, 1, 1, 1, 6);
        assertThat(metadata.flag("tokenizer.ggml.add_space_prefix")).hasValue(true);
        assertReadBack(directory, List.of("ab a", "bab", "é"));
    }

    @Test
    void whatGgufHasNoWordForIsRefusedByName() throws IOException {
        refused(byteLevel(WordSplitting.GPT2), json -> json.withObject("/model").put("type", "WordPiece"), "WordPiece");
        refused(byteLevel(WordSplitting.GPT2), json -> json.withObject("/model").put("ignore_merges", true), "words");
        refused(
                byteLevel(WordSplitting.GPT2),
                json -> json.putObject("normalizer").put("type", "NFKC"),
                "NFKC");
        refused(
                byteLevel(WordSplitting.GPT2),
                json -> ((ObjectNode) json.path("added_tokens").path(0)).put("rstrip", true),
                "rstrip of the token <end>");
        refused(
                byteLevel(WordSplitting.GPT2),
                json -> json.withObject("/model/vocab").put("far", 900),
                "far");
        refused(
                byteLevel(WordSplitting.GPT2),
                json -> json.putObject("post_processor").put("type", "RobertaProcessing"),
                "RobertaProcessing");
        refused(pieces(), json -> ((ArrayNode) json.path("model").path("merges")).remove(3), "do not make a third");
        refused(
                pieces(),
                json -> {
                    ArrayNode merges = (ArrayNode) json.path("model").path("merges");
                    merges.insert(0, merges.remove(3));
                },
                "with others between them");
    }

    private void refused(ObjectNode json, Consumer<ObjectNode> change, String name) throws IOException {
        change.accept(json);
        Path directory = write(json);
        assertThatThrownBy(() -> TokenizerMetadata.of(directory, 263, List.of(), List.of()))
                .hasMessageContaining(name)
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOKENIZER_INVALID));
    }
}
