package dev.millrace.trainer.plan;

import dev.millrace.contracts.recipe.TrainingRecipe;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Another run that a run starts from: {@code run:ID} is the model it came to, {@code run:ID@STEP} the weights it had after so many steps.
 *
 * @param step empty for the finished model
 */
public record StartingPoint(String run, OptionalInt step) {
    public static final String PREFIX = "run:";

    private static final Pattern FORM =
            Pattern.compile(PREFIX + "([A-Za-z0-9][A-Za-z0-9._-]{0,127})(?:@([1-9][0-9]{0,8}))?");

    /** Empty when the recipe's base is no other run. */
    public static Optional<StartingPoint> of(TrainingRecipe recipe) {
        Matcher matcher = FORM.matcher(recipe.base());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String step = matcher.group(2);
        return Optional.of(new StartingPoint(
                matcher.group(1), step == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(step))));
    }

    /** The contradiction in a base that speaks of a run and names none. */
    static Optional<String> problem(TrainingRecipe recipe) {
        return RecipeCheck.when(
                recipe.base().startsWith(PREFIX) && of(recipe).isEmpty(), "base has the form run:ID or run:ID@STEP");
    }
}
