package dev.millrace.contracts.recipe;

import dev.millrace.contracts.Check;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a model is trained. Values that are null are chosen by the trainer and written into the run.
 *
 * @param kind "full", "lora" for low-rank adapters beside a base model that stays as it is, or "qlora" for the same beside one whose linear
 *     layers are stored in few bits
 * @param rank of the adapters
 * @param alpha the adapters' gain is alpha / rank
 * @param dropout share of the adapters' inputs that is dropped in training
 * @param rslora true for a gain of alpha / sqrt(rank)
 * @param dora true for a magnitude of every row of an adapted matrix
 * @param targetModules names of the linear layers that are adapted, or {@code all-linear}
 * @param modulesToSave names of modules that are trained whole beside the adapters
 * @param loraPlusRatio factor of the learning rate of the adapters' second matrices
 * @param adapter path of an adapter's directory, as peft writes it, to start from; what it says need not be said again
 * @param quantisation with the kind "qlora": how linear layers are stored, "nf4" (4 bits) or "int8"
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
        @Nullable String quantisation,
        @Nullable Integer freezeLayers,
        @Nullable Boolean freezeEmbeddings) {
    public static final String FULL = "full";
    public static final String LORA = "lora";
    public static final String QLORA = "qlora";
    public static final String NF4 = "nf4";
    public static final String INT8 = "int8";

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
            @Nullable String quantisation,
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
        this.quantisation = quantisation;
        this.freezeLayers = freezeLayers;
        this.freezeEmbeddings = freezeEmbeddings;
        Check.that(Set.of(FULL, LORA, QLORA).contains(this.kind), "kind is full, lora or qlora");
        Check.that(
                quantisation == null || quantisation.equals(NF4) || quantisation.equals(INT8),
                "quantisation is nf4 or int8");
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

    /** A kind, everything else left open. */
    public static MethodRecipe of(String kind) {
        return new MethodRecipe(kind, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    /** The same with other values, one line each. */
    public Builder with() {
        return new Builder(this);
    }

    /** A recipe in the making. */
    public static final class Builder {
        private String kind;
        private @Nullable Integer rank;
        private @Nullable Double alpha;
        private @Nullable Double dropout;
        private @Nullable Boolean rslora;
        private @Nullable Boolean dora;
        private @Nullable List<String> targetModules;
        private @Nullable List<String> modulesToSave;
        private @Nullable Double loraPlusRatio;
        private @Nullable String adapter;
        private @Nullable String quantisation;
        private @Nullable Integer freezeLayers;
        private @Nullable Boolean freezeEmbeddings;

        private Builder(MethodRecipe from) {
            this.kind = from.kind;
            this.rank = from.rank;
            this.alpha = from.alpha;
            this.dropout = from.dropout;
            this.rslora = from.rslora;
            this.dora = from.dora;
            this.targetModules = from.targetModules;
            this.modulesToSave = from.modulesToSave;
            this.loraPlusRatio = from.loraPlusRatio;
            this.adapter = from.adapter;
            this.quantisation = from.quantisation;
            this.freezeLayers = from.freezeLayers;
            this.freezeEmbeddings = from.freezeEmbeddings;
        }

        public Builder kind(String value) {
            this.kind = value;
            return this;
        }

        public Builder rank(@Nullable Integer value) {
            this.rank = value;
            return this;
        }

        public Builder alpha(@Nullable Double value) {
            this.alpha = value;
            return this;
        }

        public Builder dropout(@Nullable Double value) {
            this.dropout = value;
            return this;
        }

        public Builder rslora(@Nullable Boolean value) {
            this.rslora = value;
            return this;
        }

        public Builder dora(@Nullable Boolean value) {
            this.dora = value;
            return this;
        }

        public Builder targetModules(@Nullable List<String> value) {
            this.targetModules = value;
            return this;
        }

        public Builder modulesToSave(@Nullable List<String> value) {
            this.modulesToSave = value;
            return this;
        }

        public Builder loraPlusRatio(@Nullable Double value) {
            this.loraPlusRatio = value;
            return this;
        }

        public Builder adapter(@Nullable String value) {
            this.adapter = value;
            return this;
        }

        public Builder quantisation(@Nullable String value) {
            this.quantisation = value;
            return this;
        }

        public Builder freezeLayers(@Nullable Integer value) {
            this.freezeLayers = value;
            return this;
        }

        public Builder freezeEmbeddings(@Nullable Boolean value) {
            this.freezeEmbeddings = value;
            return this;
        }

        public MethodRecipe build() {
            return new MethodRecipe(
                    kind,
                    rank,
                    alpha,
                    dropout,
                    rslora,
                    dora,
                    targetModules,
                    modulesToSave,
                    loraPlusRatio,
                    adapter,
                    quantisation,
                    freezeLayers,
                    freezeEmbeddings);
        }
    }
}
