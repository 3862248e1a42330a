package dev.millrace.model.training;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.model.CounterRandom;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.decoder.FamilyReference;
import dev.millrace.model.decoder.Parameter;
import dev.millrace.model.decoder.Parameter.PartView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** TR-4: Adafactor moves weights as transformers' does; src/test/scripts/make_optimiser_references.py wrote the numbers down. */
class OptimiserReferenceTest {
    private static final double NO_CLIPPING = 1e9;

    @TempDir
    Path directory;

    private static JsonNode facts() throws IOException {
        String resource = "/dev/millrace/model/optimisers.json";
        try (InputStream in = Objects.requireNonNull(FamilyReference.class.getResourceAsStream(resource), resource)) {
            return new JsonMapper().readTree(in);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "llama-scaled", "biases", "gpt2-scaled"})
    void adafactorMovesEveryTensorAsThatOfTransformersDoes(String name) throws IOException {
        JsonNode facts = facts();
        JsonNode expected = facts.path("cases").path(name);
        double rate = facts.path("rate").asDouble();
        Rule rule = expected.path("scaled").asBoolean() ? Rule.ADAFACTOR_SCALED : Rule.ADAFACTOR;
        TrainingPlan plan = TrainingPlan.usual(10, 1, 8, rate, 1)
                .with()
                .warmupSteps(0)
                .weightDecay(facts.path("decay").asDouble())
                .clipNorm(NO_CLIPPING)
                .regime(Regime.USUAL
                        .with()
                        .schedule(Schedule.CONSTANT)
                        .rule(rule)
                        .build())
                .build();
        try (DecoderModel model =
                        FamilyReference.read(expected.path("base").asText()).load(directory);
                Optimiser optimiser = new Optimiser(model, plan)) {
            List<float[]> before = model.trained().stream()
                    .map(parameter -> parameter.value().toFloatArray())
                    .toList();
            for (int step = 1; step <= facts.path("steps").asInt(); step++) {
                fill(model.trained(), optimiser.gradients(), step);
                optimiser.update(step, step, optimiser.gradientNorm(), 1);
            }
            assertMoved(model.trained(), before, expected.path("moved"));
        }
    }

    private static void fill(List<Parameter> parameters, List<NDArray> gradients, int step) {
        for (int i = 0; i < parameters.size(); i++) {
            for (PartView view : parameters.get(i).views(gradients.get(i))) {
                CounterRandom random = FamilyReference.random(view.part().name(), 10 + step);
                FloatBuffer inner = view.inner().asFloatBuffer();
                long rows = view.part().rows();
                long columns = inner.capacity() / rows;
                for (int at = 0; at < inner.capacity(); at++) {
                    long outside = view.part().transposed() ? at % columns * rows + at / columns : at;
                    inner.put(at, (float) ((random.uniform(outside) - 0.5) * 0.01 * step));
                }
            }
        }
    }

    private static void assertMoved(List<Parameter> parameters, List<float[]> before, JsonNode expected) {
        int compared = 0;
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            float[] change = parameter.value().toFloatArray();
            for (int at = 0; at < change.length; at++) {
                change[at] -= before.get(i)[at];
            }
            parameter.value().set(FloatBuffer.wrap(change));
            for (PartView view : parameter.views(parameter.value())) {
                assertChange(view, expected.path(view.part().name()));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(expected.size());
    }

    private static void assertChange(PartView view, JsonNode expected) {
        FloatBuffer values = view.bytes().asFloatBuffer();
        CounterRandom random = FamilyReference.random(view.part().name(), 2);
        double square = 0;
        double product = 0;
        for (int i = 0; i < values.capacity(); i++) {
            square += (double) values.get(i) * values.get(i);
            product += values.get(i) * (random.uniform(i) - 0.5);
        }
        double norm = expected.path(0).asDouble();
        assertThat(norm).isPositive();
        assertThat(Math.sqrt(square)).as(view.part().name()).isCloseTo(norm, within(1e-4 * norm));
        assertThat(product).as(view.part().name()).isCloseTo(expected.path(1).asDouble(), within(1e-4 * norm));
    }
}
