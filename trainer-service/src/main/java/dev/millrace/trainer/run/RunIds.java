package dev.millrace.trainer.run;

import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.event.DatasetReady;
import dev.millrace.contracts.recipe.TrainingRecipe;
import java.nio.charset.StandardCharsets;

/** The id of a run that nobody named: the same request of the same dataset with the same recipe is the same run. */
public final class RunIds {
    private static final String PREFIX = "run-";
    private static final int DIGITS = 16;

    private RunIds() {}

    public static String of(DatasetReady dataset, TrainingRecipe recipe) {
        String canonical = new String(Json.canonical(recipe), StandardCharsets.UTF_8);
        String hash = Hashes.sha256OfParts(dataset.version(), canonical, dataset.request());
        return PREFIX + hash.substring(0, DIGITS);
    }
}
