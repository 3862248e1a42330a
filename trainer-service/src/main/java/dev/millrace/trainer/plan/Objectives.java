package dev.millrace.trainer.plan;

import dev.millrace.contracts.recipe.ObjectiveRecipe;
import dev.millrace.contracts.recipe.TrainingRecipe;
import dev.millrace.contracts.recipe.TuningRecipe;
import dev.millrace.contracts.text.ExampleKind;
import dev.millrace.model.training.PreferenceSettings;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

import static dev.millrace.trainer.plan.RecipeCheck.when;

/** What a recipe says of objectives, and what it leaves open: a beta of {@value #BETA}, no smoothing, equal weights, a temperature of {@value #TEMPERATURE}. */
public final class Objectives {
    static final double BETA = 0.1;
    static final double TEMPERATURE = 0.05;
    private static final int LEAST_VERDICTS = 2;
    private static final Set<String> PREFERENCES =
            Set.of(ObjectiveRecipe.DPO, ObjectiveRecipe.KTO, ObjectiveRecipe.ORPO);

    private Objectives() {}

    /** What is learned when nothing is said: text. */
    public static String kind(TrainingRecipe recipe) {
        return recipe.objective() == null
                ? ObjectiveRecipe.TEXT
                : recipe.objective().kind();
    }

    static boolean isPreference(TrainingRecipe recipe) {
        return PREFERENCES.contains(kind(recipe));
    }

    /** Whether a model learns that reads from both sides. */
    public static boolean reads(TrainingRecipe recipe) {
        return ObjectiveRecipe.reads(recipe.objective());
    }

    /**
     * The kinds of examples that are learned from; the first of them that a dataset has is taken. Answers of pairs are judged as well as answers
     * that stand alone.
     */
    public static List<ExampleKind> examples(TrainingRecipe recipe) {
        return switch (kind(recipe)) {
            case ObjectiveRecipe.DPO, ObjectiveRecipe.ORPO -> List.of(ExampleKind.PREFERENCE);
            case ObjectiveRecipe.KTO -> List.of(ExampleKind.UNPAIRED, ExampleKind.PREFERENCE);
            case ObjectiveRecipe.CLASSES -> List.of(ExampleKind.LABELLED);
            case ObjectiveRecipe.EMBEDDINGS -> List.of(ExampleKind.RELATED);
            default -> List.of(ExampleKind.TEXT);
        };
    }

    /** The first contradiction, naming the field. */
    static Optional<String> problem(TrainingRecipe recipe) {
        ObjectiveRecipe objective = recipe.objective();
        if (objective == null) {
            return Optional.empty();
        }
        boolean preference = isPreference(recipe);
        boolean verdicts = kind(recipe).equals(ObjectiveRecipe.KTO);
        boolean weighs = objective.desirableWeight() != null || objective.undesirableWeight() != null;
        boolean smoothes = objective.labelSmoothing() != null;
        return Stream.of(
                        when(!preference && objective.beta() != null, "beta is for dpo, kto and orpo alone"),
                        when(smoothes && !kind(recipe).equals(ObjectiveRecipe.DPO), "labelSmoothing is for dpo alone"),
                        when(weighs && !verdicts, "desirableWeight and undesirableWeight are for kto alone"),
                        reading(recipe, objective),
                        when(
                                preference && recipe.base().equals(TrainingRecipe.FROM_SCRATCH),
                                "objective " + kind(recipe) + " needs a base model"),
                        when(
                                preference && smoothing(recipe.tuning()) > 0,
                                "tuning.labelSmoothing is for the objective text alone"),
                        when(
                                verdicts && (isOne(recipe.microBatch()) || isOne(recipe.batch())),
                                "microBatch is at least " + LEAST_VERDICTS + " for the objective kto"))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> reading(TrainingRecipe recipe, ObjectiveRecipe objective) {
        boolean reads = reads(recipe);
        boolean embeds = objective.kind().equals(ObjectiveRecipe.EMBEDDINGS);
        boolean prompts = recipe.watch() != null
                && recipe.watch().prompts() != null
                && !recipe.watch().prompts().isEmpty();
        return Stream.of(
                        when(!embeds && objective.temperature() != null, "temperature is for embeddings alone"),
                        when(
                                reads && recipe.base().equals(TrainingRecipe.FROM_SCRATCH),
                                "objective " + objective.kind() + " needs a base model"),
                        when(
                                reads && recipe.method() != null,
                                "objective " + objective.kind() + " trains the whole model, without a method"),
                        when(
                                reads && (smoothing(recipe.tuning()) > 0 || noise(recipe.tuning()) > 0),
                                "tuning.labelSmoothing and tuning.embeddingNoise are for models that write"),
                        when(reads && recipe.precision().equals("fp16"), "precision fp16 is for models that write"),
                        when(
                                reads && Boolean.TRUE.equals(recipe.activationCheckpointing()),
                                "activationCheckpointing is for models that write"),
                        when(reads && prompts, "watch.prompts are for models that write"),
                        when(
                                embeds && (isOne(recipe.microBatch()) || isOne(recipe.batch())),
                                "microBatch is at least " + LEAST_VERDICTS + " for the objective embeddings"))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static double noise(@Nullable TuningRecipe tuning) {
        return tuning == null ? 0 : tuning.embeddingNoise();
    }

    private static double smoothing(@Nullable TuningRecipe tuning) {
        return tuning == null ? 0 : tuning.labelSmoothing();
    }

    private static boolean isOne(@Nullable Integer number) {
        return number != null && number == 1;
    }

    /** How many answers a row of a batch has. */
    public static int answersARow(TrainingRecipe recipe) {
        return kind(recipe).equals(ObjectiveRecipe.KTO) ? 1 : 2;
    }

    /** Answers that are computed at least together. */
    static int leastMicroBatch(TrainingRecipe recipe) {
        return kind(recipe).equals(ObjectiveRecipe.KTO) ? LEAST_VERDICTS : 1;
    }

    /** An objective that leaves nothing open. */
    static @Nullable ObjectiveRecipe complete(TrainingRecipe recipe) {
        ObjectiveRecipe objective = recipe.objective();
        if (objective != null && objective.kind().equals(ObjectiveRecipe.EMBEDDINGS)) {
            double temperature = or(objective.temperature(), TEMPERATURE);
            return new ObjectiveRecipe(objective.kind(), null, null, null, null, temperature);
        }
        if (objective == null || !isPreference(recipe)) {
            return objective;
        }
        boolean pairs = objective.kind().equals(ObjectiveRecipe.DPO);
        boolean verdicts = objective.kind().equals(ObjectiveRecipe.KTO);
        return new ObjectiveRecipe(
                objective.kind(),
                or(objective.beta(), BETA),
                pairs ? or(objective.labelSmoothing(), 0) : null,
                verdicts ? or(objective.desirableWeight(), 1) : null,
                verdicts ? or(objective.undesirableWeight(), 1) : null,
                null);
    }

    /** In the words of the training loop; null where texts are learned. */
    static @Nullable PreferenceSettings preference(TrainingRecipe recipe) {
        ObjectiveRecipe complete = complete(recipe);
        if (complete == null || !isPreference(recipe)) {
            return null;
        }
        return new PreferenceSettings(
                PreferenceSettings.Kind.valueOf(complete.kind().toUpperCase(Locale.ROOT)),
                Objects.requireNonNull(complete.beta()),
                or(complete.labelSmoothing(), 0),
                or(complete.desirableWeight(), 1),
                or(complete.undesirableWeight(), 1));
    }

    private static double or(@Nullable Double chosen, double automatic) {
        return chosen == null ? automatic : chosen;
    }
}
