package dev.millrace.model.encoder;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.T5ConfigJson;
import dev.millrace.model.TestRuntime;
import dev.millrace.model.decoder.FamilyReference;
import dev.millrace.model.decoder.LossSettings;
import dev.millrace.model.decoder.Precision;
import dev.millrace.model.engine.StepScope;
import dev.millrace.model.safetensors.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/** TR-2 on any machine: T5 with both kinds of feed-forward part, beside numbers of transformers (make_encoder_references.py). */
class T5ReferenceTest {
    @TempDir
    Path directory;

    private static QuestionBatch batch(EncoderReference reference) {
        return QuestionBatch.of(
                reference.texts().subList(0, 3), reference.texts().subList(3, 6), 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"t5-relu", "t5-gated", "t5-untied"})
    void logitsLossGradientsAndGreedyAnswersAreThoseOfTransformers(String name) throws IOException {
        EncoderReference reference = EncoderReference.read(name);
        QuestionBatch batch = batch(reference);
        try (T5Model model = reference.t5(directory);
                StepScope scope = TestRuntime.get().open()) {
            reference.assertNear(model.logits(batch), "logits");
            Gradients gradients = Gradients.of(model, scope);
            double scale = 1.0 / batch.answers().supervised();
            LossSettings plain = LossSettings.plain(scale, false, Precision.FP32);
            reference.assertLoss(scale * model.backward(batch, gradients.tensors(), plain));
            gradients.assertAre(reference.facts().path("gradients"));
            int[] expected =
                    FamilyReference.ints(reference.facts().path("greedy").path("continuation_ids"));
            assertThat(model.answer(reference.texts().getFirst(), expected.length, Set.of()))
                    .containsExactly(expected);
            double half = scale
                    * model.backward(
                            batch,
                            gradients.tensors(),
                            plain.with().precision(Precision.BF16).build());
            assertThat(half).isCloseTo(reference.facts().path("loss").asDouble(), within(0.2));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"t5-relu", "t5-gated", "t5-untied"})
    void savedModelsLoadAgainWithTheSameLogits(String name) throws IOException {
        EncoderReference reference = EncoderReference.read(name);
        Path second = Files.createDirectory(directory.resolve("saved"));
        try (T5Model model = reference.t5(directory)) {
            model.save(second, TensorType.F32);
            try (T5Model again = T5Model.load(TestRuntime.get(), second)) {
                assertThat(again.config()).isEqualTo(model.config());
                assertThat(again.logits(batch(reference))).isDeepEqualTo(model.logits(batch(reference)));
            }
        }
    }

    static Stream<Arguments> foreign() {
        return Stream.of(
                argumentSet("another family", "model_type", "\"umt5\""),
                argumentSet("another activation", "feed_forward_proj", "\"gated-mish\""),
                argumentSet("no decoder", "is_encoder_decoder", "false"),
                argumentSet("experts", "num_experts", "4"),
                argumentSet("no layers", "num_layers", "0"),
                argumentSet("buckets that cannot be shared out", "relative_attention_num_buckets", "6"),
                argumentSet("a beginning that is no token", "decoder_start_token_id", "20"));
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void aConfigurationIsRefusedByName(String entry, String value) throws IOException {
        ObjectNode config =
                EncoderReference.read("t5-relu").facts().path("config").deepCopy();
        config.set(entry, new JsonMapper().readTree(value));
        assertThatThrownBy(() -> T5ConfigJson.parse(config.toString()))
                .hasMessageContaining(entry)
                .isInstanceOfSatisfying(
                        MillraceException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_CONFIG_UNSUPPORTED));
    }
}
