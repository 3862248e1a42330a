package dev.millrace.model.adapter;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.util.List;

/**
 * Low-rank adapters of linear layers, y = W x + gain B A dropout(x) (Hu et al., "LoRA", 2021), in the words of {@code peft}.
 *
 * @param rank rows of A and columns of B
 * @param alpha numerator of the gain
 * @param dropout share of an adapter's inputs that is dropped in training; in [0, 1)
 * @param rankStabilised whether the gain is alpha / sqrt(rank) instead of alpha / rank (Kalajdzievski, 2023)
 * @param decomposed whether every row of W has a magnitude of its own (Liu et al., "DoRA", 2024)
 * @param targets names of linear layers, or ends of names behind a dot; empty for all but the output layer
 * @param saved names of modules that are trained whole beside the adapters
 */
public record AdapterSettings(
        int rank,
        double alpha,
        double dropout,
        boolean rankStabilised,
        boolean decomposed,
        List<String> targets,
        List<String> saved) {
    /** The name by which people ask for all linear layers. */
    public static final String ALL_LINEAR = "all-linear";

    private static final int HIGHEST_RANK = 4096;

    /** @throws MillraceException RUN_CONFIG_INVALID, naming the value */
    public AdapterSettings {
        targets = targets.stream().filter(name -> !name.equals(ALL_LINEAR)).toList();
        saved = List.copyOf(saved);
        check(rank >= 1 && rank <= HIGHEST_RANK, "rank", "lies between 1 and " + HIGHEST_RANK);
        check(alpha > 0 && alpha <= 1_000_000, "alpha", "is above 0 and at most 1000000");
        check(dropout >= 0 && dropout < 1, "dropout", "is at least 0 and below 1");
    }

    private static void check(boolean holds, String name, String rule) {
        if (!holds) {
            throw new MillraceException(ErrorCode.RUN_CONFIG_INVALID, name + " of an adapter " + rule);
        }
    }

    /** Factor of B A. */
    public double gain() {
        return alpha / (rankStabilised ? Math.sqrt(rank) : rank);
    }

    /** Whether a linear layer gets an adapter; a module that is trained whole gets none. */
    public boolean bends(String module) {
        boolean targeted = targets.isEmpty() || named(targets, module);
        return targeted && !saves(module);
    }

    /** Whether a module is trained whole. */
    public boolean saves(String module) {
        return named(saved, module);
    }

    private static boolean named(List<String> names, String module) {
        return names.stream().anyMatch(name -> isNamed(name, module));
    }

    /** Whether a name means a module: its own, or the end of it behind a dot. */
    public static boolean isNamed(String name, String module) {
        return module.equals(name) || module.endsWith("." + name);
    }
}
