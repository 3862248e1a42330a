package dev.millrace.model.encoder;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.BertConfigJson;
import dev.millrace.model.TestRuntime;
import dev.millrace.model.safetensors.SafetensorsFile;
import dev.millrace.model.safetensors.SafetensorsWriter;
import dev.millrace.model.safetensors.SafetensorsWriter.Entry;
import dev.millrace.model.safetensors.TensorInfo;
import dev.millrace.model.safetensors.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/** TR-2: directories of BERT as they are found in the wild, and those that are refused. */
class BertFilesTest {
    private static final EncoderReference REFERENCE = EncoderReference.read("bert");

    @TempDir
    Path directory;

    static Stream<Arguments> wordings() {
        UnaryOperator<String> prefixed = name -> "bert." + name;
        UnaryOperator<String> old =
                name -> name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta");
        return Stream.of(argumentSet("of a model with a head", prefixed), argumentSet("of the first years", old));
    }

    @ParameterizedTest
    @MethodSource("wordings")
    void namesAreUnderstood(UnaryOperator<String> wording) throws IOException {
        REFERENCE.write(directory);
        rewrite(wording, List.of(ids("embeddings.position_ids")));
        try (BertModel model = BertModel.load(TestRuntime.get(), directory)) {
            REFERENCE.assertNear(model.pooled(REFERENCE.texts()), "pooled");
        }
    }

    /** Every tensor under another name, and further ones. */
    private void rewrite(UnaryOperator<String> wording, List<Entry> more) throws IOException {
        Path file = directory.resolve("model.safetensors");
        List<Entry> entries = new ArrayList<>(more);
        try (SafetensorsFile source = SafetensorsFile.open(file)) {
            for (String name : source.names()) {
                TensorInfo info = source.info(name);
                ByteBuffer bytes =
                        ByteBuffer.allocate((int) (info.end() - info.begin())).order(ByteOrder.LITTLE_ENDIAN);
                bytes.put(source.bytes(name, 0, bytes.capacity())).flip();
                entries.add(new Entry(wording.apply(name), info.type(), info.shape(), bytes));
            }
        }
        Path other = directory.resolve("other.safetensors");
        SafetensorsWriter.write(other, entries, Map.of());
        Files.delete(file);
        Files.move(other, file);
    }

    private static Entry ids(String name) {
        return new Entry(
                name, TensorType.I64, List.of(1L, 2L), ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN));
    }

    @Test
    void aTensorThatHasNoPlaceIsRefused() throws IOException {
        REFERENCE.write(directory);
        rewrite(name -> name, List.of(ids("encoder.layer.0.attention.self.twist")));
        assertThatThrownBy(() -> BertModel.load(TestRuntime.get(), directory))
                .hasMessageContaining("attention.self.twist")
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_FILE_DAMAGED));
    }

    static Stream<Arguments> foreign() {
        return Stream.of(
                argumentSet("another family", "model_type", "\"roberta\""),
                argumentSet("relative positions", "position_embedding_type", "\"relative_key\""),
                argumentSet("a decoder", "is_decoder", "true"),
                argumentSet("attention to another model", "add_cross_attention", "true"),
                argumentSet("another activation", "hidden_act", "\"mish\""),
                argumentSet("an output layer of its own", "tie_word_embeddings", "false"),
                argumentSet("an entry that nobody knows", "embedding_size", "8"),
                argumentSet("heads that do not divide", "num_attention_heads", "3"),
                argumentSet("no layers", "num_hidden_layers", "0"));
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void aConfigurationIsRefusedByName(String entry, String value) throws IOException {
        ObjectNode config = REFERENCE.facts().path("config").deepCopy();
        config.set(entry, new JsonMapper().readTree(value));
        assertThatThrownBy(() -> BertConfigJson.parse(config.toString()))
                .hasMessageContaining(entry)
                .isInstanceOfSatisfying(
                        MillraceException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_CONFIG_UNSUPPORTED));
    }

    @Test
    void aSavedModelIsTheSameAndKeepsThePoolerThatNothingDependsOn() throws IOException {
        Path second = Files.createDirectory(directory.resolve("second"));
        try (BertModel model = REFERENCE.bert(directory, BertHead.NONE)) {
            model.save(second, TensorType.F32);
            assertThat(model.trained()).hasSize(model.parameters().size() - 2);
            try (BertModel again = BertModel.load(TestRuntime.get(), second);
                    SafetensorsFile file = SafetensorsFile.open(second.resolve("model.safetensors"))) {
                assertThat(again.config()).isEqualTo(model.config());
                assertThat(again.hidden(REFERENCE.texts())).isDeepEqualTo(model.hidden(REFERENCE.texts()));
                assertThat(file.names()).contains("pooler.dense.weight", "embeddings.word_embeddings.weight");
            }
        }
    }

    @Test
    void aHeadThatADirectoryLacksIsDrawnFromTheSeed() throws IOException {
        Path second = Files.createDirectory(directory.resolve("second"));
        REFERENCE.write(directory);
        List<String> labels = List.of("praise", "question", "complaint");
        try (BertModel model = BertModel.load(TestRuntime.get(), directory, BertHead.CLASSES, labels, 5);
                BertModel same = BertModel.load(TestRuntime.get(), directory, BertHead.CLASSES, labels, 5);
                BertModel other = BertModel.load(TestRuntime.get(), directory, BertHead.CLASSES, labels, 6)) {
            float[] drawn = classifier(model);
            assertThat(drawn).isEqualTo(classifier(same)).isNotEqualTo(classifier(other));
            model.save(second, TensorType.F32);
            try (BertModel again = BertModel.load(TestRuntime.get(), second, BertHead.CLASSES, List.of(), 7)) {
                assertThat(classifier(again)).isEqualTo(drawn);
                assertThat(again.config().labels()).isEqualTo(labels);
            }
        }
    }

    private static float[] classifier(BertModel model) {
        return model.parameters().get(model.parameters().size() - 2).value().toFloatArray();
    }
}
