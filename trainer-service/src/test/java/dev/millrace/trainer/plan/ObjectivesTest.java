package dev.millrace.trainer.plan;

import dev.millrace.contracts.recipe.ObjectiveRecipe;
import dev.millrace.contracts.recipe.TrainingRecipe;
import dev.millrace.contracts.recipe.TuningRecipe;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.ModelSizing;
import dev.millrace.model.training.PreferenceSettings;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** TR-4, TR-5: what is chosen for objectives, and what contradicts itself. */
class ObjectivesTest {
    private static final Corpus PAIRS = new Corpus(400_000, 2000, 1000);
    private static final DecoderConfig BASE = ModelSizing.choose(2000, 10_000_000, 1024, ModelSizing.Wish.AUTO);

    private static TrainingRecipe recipe(ObjectiveRecipe objective) {
        return TrainingRecipe.defaults()
                .with()
                .base("/models/base")
                .objective(objective)
                .build();
    }

    @Test
    void whatIsLeftOpenIsChosenAndWrittenIntoTheRun() {
        for (String kind : new String[] {"dpo", "kto", "orpo"}) {
            AutoRules.Resolved resolved = AutoRules.resolve(recipe(ObjectiveRecipe.of(kind)), PAIRS, BASE);
            TrainingRecipe chosen = resolved.recipe();
            ObjectiveRecipe objective = Objects.requireNonNull(chosen.objective());
            PreferenceSettings settings =
                    Objects.requireNonNull(resolved.plan().regime().preference());

            assertThat(objective.beta()).isEqualTo(0.1);
            assertThat(settings.beta()).isEqualTo(0.1);
            assertThat(settings.desirable()).isEqualTo(1);
            assertThat(objective.desirableWeight() != null).isEqualTo(kind.equals("kto"));
            assertThat(objective.labelSmoothing() != null).isEqualTo(kind.equals("dpo"));
            assertThat(chosen.batch()).isEqualTo(16);
            assertThat(chosen.microBatch()).isBetween(2, 16);
            assertThat(chosen.steps()).isBetween(1000 / 16, 3 * 1000 / 16 + 1);
            assertThat(AutoRules.resolve(chosen, PAIRS, BASE).recipe()).isEqualTo(chosen);
        }
    }

    /** Rates that texts bear make preferences run away. */
    @Test
    void preferencesAreLearnedMoreSlowlyThanTexts() {
        TrainingRecipe text = AutoRules.resolve(recipe(ObjectiveRecipe.of("text")), PAIRS, BASE)
                .recipe();
        TrainingRecipe pairs = AutoRules.resolve(recipe(ObjectiveRecipe.of("dpo")), PAIRS, BASE)
                .recipe();

        assertThat(Objects.requireNonNull(pairs.learningRate()))
                .isLessThan(0.1 * Objects.requireNonNull(text.learningRate()));
    }

    @Test
    void aFewAnswersAreEnoughForABatchOfTwo() {
        TrainingRecipe chosen = AutoRules.resolve(recipe(ObjectiveRecipe.of("kto")), new Corpus(100, 2000, 3), BASE)
                .recipe();

        assertThat(chosen.batch()).isEqualTo(2);
        assertThat(chosen.microBatch()).isEqualTo(2);
    }

    @Test
    void contradictionsNameTheField() {
        Map<TrainingRecipe, String> wrong = Map.of(
                recipe(new ObjectiveRecipe("text", 0.1, null, null, null)), "beta",
                recipe(new ObjectiveRecipe("orpo", 0.1, 0.1, null, null)), "labelSmoothing",
                recipe(new ObjectiveRecipe("dpo", null, null, 1.0, null)), "desirableWeight",
                recipe(ObjectiveRecipe.of("dpo"))
                                .with()
                                .base(TrainingRecipe.FROM_SCRATCH)
                                .build(),
                        "base model",
                recipe(ObjectiveRecipe.of("kto")).with().microBatch(1).build(), "microBatch",
                recipe(ObjectiveRecipe.of("dpo"))
                                .with()
                                .tuning(TuningRecipe.usual()
                                        .with()
                                        .labelSmoothing(0.1)
                                        .build())
                                .build(),
                        "tuning.labelSmoothing");

        wrong.forEach((recipe, field) -> assertThat(RecipeCheck.problem(recipe))
                .hasValueSatisfying(problem -> assertThat(problem).contains(field)));
        assertThat(RecipeCheck.problem(recipe(new ObjectiveRecipe("dpo", 0.5, 0.1, null, null))))
                .isEmpty();
        assertThat(RecipeCheck.problem(recipe(new ObjectiveRecipe("kto", null, null, 2.0, 1.0))))
                .isEmpty();
    }
}
