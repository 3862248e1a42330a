package dev.millrace.contracts.recipe;

import dev.millrace.contracts.Check;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a model is trained. Values that are null are chosen by the trainer and written into the run.
 *
 * @param kind "full", or "lora" for low-rank adapters beside a base model that stays as it is
 * @param rank of the adapters
 * @param alpha the adapters' gain is alpha / rank
 * @param dropout share of the adapters' inputs that is dropped in training
 * @param rslora true for a gain of alpha / sqrt(rank)
 * @param dora true for a magnitude of every row of an adapted matrix
 * @param targetModules names of the linear layers that are adapted, or {@code all-linear}
 * @param modulesToSave names of modules that are trained whole beside the adapters
 * @param loraPlusRatio factor of the learning rate of the adapters' second matrices
 * @param adapter path of an adapter's directory, as peft writes it, to start from; what it says need not be said again
 * @param freezeLayers with the kind "full": so many of the lowest layers are not trained
 * @param freezeEmbeddings with the kind "full": true when the tables of tokens and positions are not trained
 */
public record MethodRecipe(
        String kind,
        @Nullable Integer rank,
        @Nullable Double alpha,
        @Nullable Double dropout,
        @Nullable Boolean rslora,
        @Nullable Boolean dora,
        @Nullable List<String> targetModules,
        @Nullable List<String> modulesToSave,
        @Nullable Double loraPlusRatio,
        @Nullable String adapter,
        @Nullable Integer freezeLayers,
        @Nullable Boolean freezeEmbeddings) {
    public static final String FULL = "full";
    public static final String LORA = "lora";

    private static final int MOST_MODULES = 1000;

    public MethodRecipe(
            @Nullable String kind,
            @Nullable Integer rank,
            @Nullable Double alpha,
            @Nullable Double dropout,
            @Nullable Boolean rslora,
            @Nullable Boolean dora,
            @Nullable List<String> targetModules,
            @Nullable List<String> modulesToSave,
            @Nullable Double loraPlusRatio,
            @Nullable String adapter,
            @Nullable Integer freezeLayers,
            @Nullable Boolean freezeEmbeddings) {
        this.kind = kind == null ? FULL : kind;
        this.rank = rank;
        this.alpha = alpha;
        this.dropout = dropout;
        this.rslora = rslora;
        this.dora = dora;
        this.targetModules = names("targetModules", targetModules);
        this.modulesToSave = names("modulesToSave", modulesToSave);
        this.loraPlusRatio = loraPlusRatio;
        this.adapter = adapter;
        this.freezeLayers = freezeLayers;
        this.freezeEmbeddings = freezeEmbeddings;
        Check.that(this.kind.equals(FULL) || this.kind.equals(LORA), "kind is full or lora");
        Check.that(rank == null || (rank >= 1 && rank <= 4096), "rank lies between 1 and 4096");
        Check.that(alpha == null || (alpha > 0 && alpha <= 1_000_000), "alpha is above 0 and at most 1000000");
        Check.that(dropout == null || (dropout >= 0 && dropout < 1), "dropout is at least 0 and below 1");
        Check.that(
                loraPlusRatio == null || (loraPlusRatio > 0 && loraPlusRatio <= 1000),
                "loraPlusRatio is above 0 and at most 1000");
        Check.that(
                freezeLayers == null || (freezeLayers >= 0 && freezeLayers <= 10_000),
                "freezeLayers lies between 0 and 10000");
        if (adapter != null) {
            Check.text("adapter", adapter, 1024);
        }
    }

    private static @Nullable List<String> names(String field, @Nullable List<String> names) {
        if (names == null) {
            return null;
        }
        Check.that(names.size() <= MOST_MODULES, field + " has at most " + MOST_MODULES + " names");
        names.forEach(name -> Check.text(field, name, 200));
        return List.copyOf(names);
    }
}
