package dev.millrace.trainer.work;

import dev.millrace.contracts.event.CheckpointWritten;
import dev.millrace.contracts.recipe.CheckpointRecipe;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which checkpoints a recipe keeps: the latest ones, the best, every n-th; all of them when it says nothing. */
final class Retention {
    /** Beside the best or every n-th, when the recipe does not say how many of the latest: one may turn out to be damaged. */
    private static final int LATEST = 2;

    private static final Comparator<CheckpointWritten> BY_AGE =
            Comparator.comparingInt(CheckpointWritten::step).thenComparingInt(CheckpointWritten::generation);

    private final @Nullable CheckpointRecipe recipe;

    Retention(@Nullable CheckpointRecipe recipe) {
        this.recipe = recipe;
    }

    /** Those that are not kept, oldest first; never the latest. */
    List<CheckpointWritten> dropped(List<CheckpointWritten> announced) {
        CheckpointRecipe rules = recipe;
        if (rules == null || keepsAll(rules)) {
            return List.of();
        }
        List<CheckpointWritten> byAge = announced.stream().sorted(BY_AGE).toList();
        Set<CheckpointWritten> kept = new HashSet<>(latest(byAge, rules));
        if (Boolean.TRUE.equals(rules.keepBest())) {
            best(byAge, kept);
        }
        return byAge.stream()
                .filter(each -> !kept.contains(each) && !isRegular(each, rules.keepEvery()))
                .toList();
    }

    private static boolean keepsAll(CheckpointRecipe rules) {
        return rules.keepLast() == null && rules.keepEvery() == null && !Boolean.TRUE.equals(rules.keepBest());
    }

    private static List<CheckpointWritten> latest(List<CheckpointWritten> byAge, CheckpointRecipe rules) {
        int count = Objects.requireNonNullElse(rules.keepLast(), LATEST);
        return byAge.subList(Math.max(0, byAge.size() - count), byAge.size());
    }

    private static void best(List<CheckpointWritten> byAge, Set<CheckpointWritten> kept) {
        byAge.stream()
                .filter(each -> each.validationLoss() != null)
                .min(Comparator.comparing(each -> Objects.requireNonNull(each.validationLoss())))
                .ifPresent(kept::add);
    }

    private static boolean isRegular(CheckpointWritten checkpoint, @Nullable Integer every) {
        return every != null && checkpoint.step() % every == 0;
    }
}
