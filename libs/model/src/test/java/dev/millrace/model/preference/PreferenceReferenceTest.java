package dev.millrace.model.preference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.model.decoder.AdapterReference;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.decoder.Precision;
import dev.millrace.model.training.Measures;
import dev.millrace.model.training.PreferenceSettings;
import dev.millrace.model.training.Regime;
import dev.millrace.model.training.StepReport;
import dev.millrace.model.training.TrainingLoop;
import dev.millrace.model.training.TrainingPlan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** TR-4: twenty steps of DPO, KTO and ORPO beside numbers of TRL's trainers (make_preference_references.py). */
class PreferenceReferenceTest {
    private static final JsonNode FACTS = facts();
    private static final double TOLERANCE = 1e-4;

    @TempDir
    Path directory;

    private static JsonNode facts() {
        String resource = "/dev/millrace/model/preferences.json";
        try (InputStream in = PreferenceReferenceTest.class.getResourceAsStream(resource)) {
            return new JsonMapper().readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dpo-full", "dpo-lora", "dpo-smoothed", "kto-full", "kto-lora", "orpo-full", "orpo-lora"})
    void twentyStepsAreThoseOfTrl(String name) throws IOException {
        JsonNode expected = FACTS.path("cases").path(name);
        PreferenceDataset data = Answers.pairs(expected.path("rows"));
        try (DecoderModel model = model(expected.path("lora").asBoolean())) {
            List<StepReport> steps = steps(model, data, expected);
            assertThat(steps).hasSize(20).hasSize(expected.path("steps").size());
            for (int i = 0; i < steps.size(); i++) {
                StepReport step = steps.get(i);
                Map<String, Double> measures = step.measures();
                JsonNode numbers = expected.path("steps").path(i);
                assertClose("loss", i, step.loss(), numbers.path(0).asDouble(), 0);
                assertClose("norm", i, step.gradientNorm(), numbers.path(1).asDouble(), 0);
                assertClose(
                        "chosen",
                        i,
                        value(measures, Measures.CHOSEN),
                        numbers.path(2).asDouble(),
                        1e-6);
                assertClose(
                        "rejected",
                        i,
                        value(measures, Measures.REJECTED),
                        numbers.path(3).asDouble(),
                        1e-6);
            }
        }
    }

    /** @param noise what 32 bits leave of a difference of two sums that are near each other, as rewards of the first steps are */
    private static void assertClose(String what, int step, double found, double expected, double noise) {
        assertThat(found)
                .as("%s at step %s", what, step + 1)
                .isCloseTo(expected, within(TOLERANCE * Math.abs(expected) + noise));
    }

    private static double value(Map<String, Double> measures, String name) {
        return Objects.requireNonNull(measures.get(name));
    }

    private DecoderModel model(boolean lora) throws IOException {
        AdapterReference reference = AdapterReference.read("llama-lora");
        if (!lora) {
            return reference.plain(directory);
        }
        DecoderModel model = reference.fresh(directory);
        AdapterReference.drawFirst(model);
        return model;
    }

    private static List<StepReport> steps(DecoderModel model, PreferenceDataset data, JsonNode facts) {
        PreferenceSettings settings = settings(facts);
        int batch = settings.kind().isPaired() ? data.answers() / 2 : data.answers();
        double rate = facts.path("rate").asDouble();
        TrainingPlan plan = plan(20, batch, rate, settings);
        References references = References.of(new AnswerScorer(model, 63, Precision.FP32), data, true);
        PreferenceObjective objective = new PreferenceObjective(model, data, plan, references);
        List<StepReport> steps = new ArrayList<>();
        try (TrainingLoop loop = TrainingLoop.begin(objective, plan, List.of())) {
            for (int step = 0; step < plan.steps(); step++) {
                steps.add(loop.step());
            }
        }
        return steps;
    }

    private static TrainingPlan plan(int steps, int batch, double rate, PreferenceSettings settings) {
        return TrainingPlan.usual(steps, batch, 63, rate, 1)
                .with()
                .regime(Regime.USUAL.with().preference(settings).build())
                .build();
    }

    private static PreferenceSettings settings(JsonNode facts) {
        JsonNode given = facts.path("settings");
        String kind = facts.path("kind").asText().toUpperCase(Locale.ROOT);
        return new PreferenceSettings(
                PreferenceSettings.Kind.valueOf(kind),
                facts.path("beta").asDouble(),
                given.path("label_smoothing").asDouble(0),
                given.path("desirable_weight").asDouble(1),
                given.path("undesirable_weight").asDouble(1));
    }

    /** The mean of many small micro-batches is that of a large one, as far as a loss is a sum over pairs. */
    @Test
    void accumulatedPairsAreThoseOfOneBatch() throws IOException {
        JsonNode facts = FACTS.path("cases").path("dpo-full");
        PreferenceDataset data = Answers.pairs(facts.path("rows"));
        TrainingPlan whole = plan(3, 4, 0.003, settings(facts));
        TrainingPlan parts = whole.with().batch(1).accumulation(4).build();
        List<Double> expected = losses(data, whole);
        List<Double> found = losses(data, parts);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(found.get(i)).isCloseTo(expected.get(i), within(1e-6 * expected.get(i)));
        }
    }

    private List<Double> losses(PreferenceDataset data, TrainingPlan plan) throws IOException {
        try (DecoderModel model = model(false)) {
            References references = References.of(new AnswerScorer(model, 63, Precision.FP32), data, false);
            PreferenceObjective objective = new PreferenceObjective(model, data, plan, references);
            assertThat(objective.loss(100)).isCloseTo(Math.log(2), within(1e-6));
            List<Double> losses = new ArrayList<>();
            try (TrainingLoop loop = TrainingLoop.begin(objective, plan, List.of())) {
                for (int step = 0; step < plan.steps(); step++) {
                    losses.add(loop.step().loss());
                }
            }
            assertThat(objective.loss(100)).isLessThan(losses.getLast());
            assertThat(objective.measures(100).means()).containsKeys(Measures.MARGIN, Measures.ACCURACY);
            return losses;
        }
    }
}
