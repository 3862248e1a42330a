package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.model.TestRuntime;
import dev.millrace.model.engine.StepScope;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** TR-4: distillation beside numbers of PyTorch (make_distillation_references.py). */
class DistillationReferenceTest {
    private static final JsonNode FACTS = facts();

    @TempDir
    Path folder;

    private static JsonNode facts() {
        String resource = "/dev/millrace/model/distillation.json";
        try (InputStream in = DistillationReferenceTest.class.getResourceAsStream(resource)) {
            return new JsonMapper().readTree(Objects.requireNonNull(in)).path("cases");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private DecoderModel model(String family) throws IOException {
        return FamilyReference.read(family).load(Files.createDirectory(folder.resolve(family)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"top", "all", "teacher-alone"})
    void lossesAndGradientsAreThoseOfPyTorch(String name) throws IOException {
        JsonNode expected = FACTS.path(name);
        double temperature = expected.path("temperature").asDouble();
        double share = expected.path("share").asDouble();
        PackedBatch batch = FamilyReference.batch(List.of(FamilyReference.ints(expected.path("text"))));
        try (DecoderModel student = model("llama");
                DecoderModel teacher = model("llama-with-biases");
                StepScope scope = TestRuntime.get().open()) {
            List<NDArray> gradients = zeros(student, scope);
            int targets = batch.supervised();
            Teaching.Losses losses = student.backward(
                    batch,
                    gradients,
                    LossSettings.plain(1.0 / targets, false, Precision.FP32),
                    new Teaching(teacher, temperature, expected.path("top").asInt(), share));
            double hard = losses.hard() / targets;
            double soft = losses.soft() / targets;
            assertThat(hard).isCloseTo(number(expected, "hard"), within(1e-5 * number(expected, "hard")));
            assertThat(soft).isCloseTo(number(expected, "soft"), within(1e-5 * number(expected, "soft")));
            assertThat((1 - share) * hard + share * temperature * temperature * soft)
                    .isCloseTo(number(expected, "loss"), within(1e-5 * number(expected, "loss")));
            for (int i = 0; i < gradients.size(); i++) {
                for (Parameter.PartView view : student.trained().get(i).views(gradients.get(i))) {
                    FamilyReference.assertGradient(
                            view, expected.path("gradients").path(view.part().name()));
                }
            }
        }
    }

    /** With every token told apart nothing is left for the bucket of all others. */
    @Test
    void overTheWholeVocabularyTheDivergenceIsTheFullOne() {
        JsonNode all = FACTS.path("all");

        assertThat(number(all, "soft")).isCloseTo(number(all, "whole"), within(1e-6 * number(all, "whole")));
        assertThat(number(FACTS.path("top"), "soft")).isLessThan(number(FACTS.path("top"), "whole"));
    }

    private static double number(JsonNode facts, String name) {
        return facts.path(name).asDouble();
    }

    private static List<NDArray> zeros(DecoderModel model, StepScope scope) {
        return model.trained().stream()
                .map(parameter -> scope.zeros(parameter.value().getShape().getShape()))
                .toList();
    }
}
