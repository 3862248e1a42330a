package dev.millrace.trainer;

import dev.millrace.contracts.Json;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.DatasetReady;
import dev.millrace.contracts.event.TokenShards;
import dev.millrace.contracts.text.ExampleKind;
import dev.millrace.model.BertConfig;
import dev.millrace.model.encoder.BertHead;
import dev.millrace.model.encoder.BertModel;
import dev.millrace.model.engine.ModelRuntime;
import dev.millrace.model.family.Activation;
import dev.millrace.model.safetensors.SafetensorsWriter;
import dev.millrace.model.safetensors.SafetensorsWriter.Entry;
import dev.millrace.model.safetensors.TensorType;
import dev.millrace.storage.ObjectFiles;
import dev.millrace.tokenizer.ChatTemplate;
import dev.millrace.tokenizer.TextEncoder;
import dev.millrace.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A dataset of texts, of texts with classes and of texts that belong together, and a base model of its tokeniser. */
final class ReadTexts {
    private static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");
    private static final List<String> THINGS =
            List.of("gate", "wheel", "stone", "river", "mill", "sack", "miller", "flour");
    private static final List<String> DOINGS =
            List.of("opens", "turns", "grinds", "rises", "stands", "falls", "sings", "waits");

    private ReadTexts() {}

    /** Every thing does what it does, and is told of in two ways. */
    static List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        for (int i = 0; i < THINGS.size(); i++) {
            sentences.add("the " + THINGS.get(i) + " " + DOINGS.get(i));
            sentences.add("it " + DOINGS.get(i) + " again");
        }
        return sentences;
    }

    /** A directory as Hugging Face has them, its weights drawn. */
    static Path base(Path folder) throws IOException {
        Path directory = Files.createDirectories(folder.resolve("reader"));
        BertConfig config = new BertConfig(words().size(), 16, 32, 2, 2, 32, 2, Activation.GELU, 1e-12, 0.2, List.of());
        try (ModelRuntime runtime = ModelRuntime.start(1);
                BertModel model = BertModel.initialise(runtime, config, BertHead.NONE, 3)) {
            model.save(directory, TensorType.F32);
        }
        Files.write(directory.resolve("tokenizer.json"), tokenizer());
        Files.write(
                directory.resolve("tokenizer_config.json"),
                Json.write(Map.of(
                        "tokenizer_class", "PreTrainedTokenizerFast", "pad_token", "[PAD]", "model_max_length", 32)));
        return directory;
    }

    private static List<String> words() {
        List<String> words = new ArrayList<>(SPECIAL);
        words.addAll(List.of("the", "it", "again"));
        words.addAll(THINGS);
        words.addAll(DOINGS);
        return words;
    }

    private static byte[] tokenizer() {
        Map<String, Integer> vocabulary = new LinkedHashMap<>();
        words().forEach(word -> vocabulary.put(word, vocabulary.size()));
        List<Map<String, Object>> added = IntStream.range(0, SPECIAL.size())
                .mapToObj(id -> Map.<String, Object>of(
                        "id",
                        id,
                        "content",
                        SPECIAL.get(id),
                        "special",
                        true,
                        "single_word",
                        false,
                        "lstrip",
                        false,
                        "rstrip",
                        false,
                        "normalized",
                        false))
                .toList();
        Map<String, Object> model = Map.of(
                "type",
                "WordPiece",
                "unk_token",
                "[UNK]",
                "continuing_subword_prefix",
                "##",
                "max_input_chars_per_word",
                100,
                "vocab",
                vocabulary);
        Map<String, Object> framed = Map.of(
                "type", "TemplateProcessing",
                "single", List.of(special("[CLS]"), sequence("A"), special("[SEP]")),
                "pair", List.of(special("[CLS]"), sequence("A"), special("[SEP]"), sequence("B"), special("[SEP]")),
                "special_tokens", Map.of("[CLS]", token("[CLS]", 2), "[SEP]", token("[SEP]", 3)));
        return Json.write(Map.of(
                "version",
                "1.0",
                "added_tokens",
                added,
                "pre_tokenizer",
                Map.of("type", "BertPreTokenizer"),
                "post_processor",
                framed,
                "model",
                model));
    }

    private static Map<String, Object> special(String token) {
        return Map.of("SpecialToken", Map.of("id", token, "type_id", 0));
    }

    private static Map<String, Object> sequence(String name) {
        return Map.of("Sequence", Map.of("id", name, "type_id", 0));
    }

    private static Map<String, Object> token(String name, int id) {
        return Map.of("id", name, "ids", List.of(id), "tokens", List.of(name));
    }

    /** One dataset with all three kinds, announced. */
    static DatasetReady dataset(Line line, String version, Path base) throws IOException {
        ObjectRef tokenizer = line.object("reader-tokenizer.json", tokenizer());
        List<int[]> texts = encode(base, sentences());
        List<Integer> classes =
                IntStream.range(0, texts.size()).map(i -> i % 2).boxed().toList();
        ObjectRef text = shard(line, version + "-text", texts, List.of(), Map.of());
        ObjectRef labelled =
                shard(line, version + "-labelled", texts, classes, Map.of("labels", "[\"again\",\"named\"]"));
        ObjectRef related = shard(line, version + "-related", texts, classes, Map.of());
        Map<String, ObjectRef> splits = Map.of("train", text, "validation", text);
        DatasetReady ready = Line.ready(
                version,
                tokenizer,
                new TokenShards(
                        tokenizer,
                        tokenizer.sha256(),
                        splits,
                        Map.of("train", 1L),
                        Map.of("train", 1L),
                        null,
                        Map.of(
                                ExampleKind.LABELLED.wireName(), kind(labelled),
                                ExampleKind.RELATED.wireName(), kind(related))));
        line.publish(Topic.DATASETS_READY, ready);
        return ready;
    }

    private static TokenShards.KindShards kind(ObjectRef shard) {
        return new TokenShards.KindShards(
                Map.of("train", shard, "validation", shard), Map.of("train", 8L), Map.of("train", 1L));
    }

    /** As the formatting service encodes texts that stand alone. */
    static List<int[]> encode(Path model, List<String> texts) {
        try (Tokenizer tokenizer = Tokenizer.load(model.resolve("tokenizer.json"))) {
            TextEncoder encoder = new TextEncoder(tokenizer, new ChatTemplate("", Map.of()));
            return texts.stream().map(encoder::framed).toList();
        }
    }

    private static ObjectRef shard(
            Line line, String name, List<int[]> texts, List<Integer> labels, Map<String, String> metadata)
            throws IOException {
        int all = texts.stream().mapToInt(text -> text.length).sum();
        ByteBuffer tokens = littleEndian(all * Integer.BYTES);
        ByteBuffer offsets = littleEndian((texts.size() + 1) * Long.BYTES).putLong(0);
        ByteBuffer numbers = ByteBuffer.allocate(labels.size());
        for (int[] text : texts) {
            IntStream.of(text).forEach(tokens::putInt);
            offsets.putLong(tokens.position() / Integer.BYTES);
        }
        labels.forEach(label -> numbers.put(label.byteValue()));
        List<Entry> entries = new ArrayList<>(List.of(
                new Entry("tokens", TensorType.I32, List.of((long) all), tokens.flip()),
                new Entry("loss_mask", TensorType.U8, List.of((long) all), ByteBuffer.wrap(new byte[all])),
                new Entry("document_offsets", TensorType.I64, List.of(texts.size() + 1L), offsets.flip())));
        if (!labels.isEmpty()) {
            entries.add(new Entry("labels", TensorType.U8, List.of((long) labels.size()), numbers.flip()));
        }
        Path file = Files.createTempFile(line.folder, "shard", ".safetensors");
        SafetensorsWriter.write(file, entries, metadata);
        return new ObjectFiles(line.store).upload(file, "test/" + name, "application/octet-stream");
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
