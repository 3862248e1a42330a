package dev.millrace.trainer.plan;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.recipe.MethodRecipe;
import dev.millrace.contracts.recipe.TrainingRecipe;
import dev.millrace.contracts.recipe.TuningRecipe;
import dev.millrace.model.adapter.AdapterSettings;
import dev.millrace.model.decoder.BaseForm;
import dev.millrace.model.decoder.Precision;
import dev.millrace.model.decoder.WeightForm;
import dev.millrace.model.training.Regime;
import dev.millrace.model.training.Rule;
import dev.millrace.model.training.Schedule;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

import static dev.millrace.trainer.plan.RecipeCheck.when;

/**
 * What a recipe says of methods, and what it leaves open: adapters of rank {@value #RANK} on all linear layers, a gain of
 * {@value #GAIN}, no dropout, one learning rate for both matrices; of a base in few bits, four.
 */
public final class Methods {
    static final int RANK = 16;
    static final double GAIN = 2;
    private static final int WSD_SHARE = 10;

    private Methods() {}

    static boolean isLora(@Nullable MethodRecipe method) {
        return method != null && (method.kind().equals(MethodRecipe.LORA) || isQlora(method));
    }

    private static boolean isQlora(MethodRecipe method) {
        return method.kind().equals(MethodRecipe.QLORA);
    }

    /** The first contradiction, naming the field. */
    static Optional<String> problem(TrainingRecipe recipe) {
        MethodRecipe method = recipe.method();
        if (method == null) {
            return Optional.empty();
        }
        boolean fromScratch = recipe.base().equals(TrainingRecipe.FROM_SCRATCH);
        boolean frozen = method.freezeLayers() != null || method.freezeEmbeddings() != null;
        boolean lora = isLora(method);
        return Stream.of(
                        when(lora && fromScratch, "method lora needs a base model"),
                        when(frozen && fromScratch, "freezeLayers and freezeEmbeddings need a base model"),
                        when(lora && frozen, "freezeLayers and freezeEmbeddings are for the method full alone"),
                        when(!lora && speaksOfAdapters(method), "adapters are for the method lora alone"),
                        when(
                                method.quantisation() != null && !isQlora(method),
                                "quantisation is for the method qlora alone"),
                        when(isEmpty(method.targetModules()), "targetModules names at least one layer"))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static boolean isEmpty(@Nullable List<String> names) {
        return names != null && names.isEmpty();
    }

    private static boolean speaksOfAdapters(MethodRecipe method) {
        return Stream.of(
                        method.rank(),
                        method.alpha(),
                        method.dropout(),
                        method.rslora(),
                        method.dora(),
                        method.targetModules(),
                        method.modulesToSave(),
                        method.loraPlusRatio(),
                        method.adapter())
                .anyMatch(Objects::nonNull);
    }

    /** A method that leaves nothing open. */
    static @Nullable MethodRecipe complete(@Nullable MethodRecipe method) {
        if (method == null || !isLora(method)) {
            return method;
        }
        int rank = or(method.rank(), RANK);
        boolean rslora = or(method.rslora(), false);
        double alpha = or(method.alpha(), GAIN * (rslora ? Math.sqrt(rank) : rank));
        return method.with()
                .rank(rank)
                .alpha(alpha)
                .dropout(or(method.dropout(), 0.0))
                .rslora(rslora)
                .dora(or(method.dora(), false))
                .targetModules(or(method.targetModules(), List.of(AdapterSettings.ALL_LINEAR)))
                .modulesToSave(or(method.modulesToSave(), List.of()))
                .loraPlusRatio(or(method.loraPlusRatio(), 1.0))
                .quantisation(isQlora(method) ? or(method.quantisation(), MethodRecipe.NF4) : null)
                .build();
    }

    /** A way of optimising that leaves nothing open. */
    static TuningRecipe complete(@Nullable TuningRecipe tuning, int steps) {
        TuningRecipe some = tuning == null ? TuningRecipe.usual() : tuning;
        boolean falls = some.schedule().equals(TuningRecipe.WSD);
        return falls && some.decaySteps() == null
                ? some.with().decaySteps(Math.max(1, steps / WSD_SHARE)).build()
                : some;
    }

    /**
     * A method that starts from an adapter, with what the adapter says.
     *
     * @throws MillraceException {@link ErrorCode#RUN_CONFIG_INVALID} naming a field in which recipe and adapter differ
     */
    public static MethodRecipe startedFrom(MethodRecipe method, AdapterSettings adapter) {
        List<String> targets = adapter.targets().isEmpty() ? List.of(AdapterSettings.ALL_LINEAR) : adapter.targets();
        return method.with()
                .kind(isLora(method) ? method.kind() : MethodRecipe.LORA)
                .rank(same("rank", method.rank(), adapter.rank()))
                .alpha(same("alpha", method.alpha(), adapter.alpha()))
                .dropout(or(method.dropout(), adapter.dropout()))
                .rslora(same("rslora", method.rslora(), adapter.rankStabilised()))
                .dora(same("dora", method.dora(), adapter.decomposed()))
                .targetModules(same("targetModules", method.targetModules(), targets))
                .modulesToSave(same("modulesToSave", method.modulesToSave(), adapter.saved()))
                .build();
    }

    private static <T> T same(String field, @Nullable T asked, T found) {
        if (asked != null && !asked.equals(found)) {
            throw new MillraceException(
                    ErrorCode.RUN_CONFIG_INVALID, field + " is the adapter's to say, and differs from the recipe's");
        }
        return found;
    }

    /** What adapters a complete method asks for; empty when it trains the model itself. */
    static Optional<AdapterSettings> adapter(@Nullable MethodRecipe method) {
        MethodRecipe complete = complete(method);
        if (complete == null || !isLora(complete)) {
            return Optional.empty();
        }
        return Optional.of(new AdapterSettings(
                Objects.requireNonNull(complete.rank()),
                Objects.requireNonNull(complete.alpha()),
                Objects.requireNonNull(complete.dropout()),
                Objects.requireNonNull(complete.rslora()),
                Objects.requireNonNull(complete.dora()),
                Objects.requireNonNull(complete.targetModules()),
                Objects.requireNonNull(complete.modulesToSave())));
    }

    /** How a base that is not trained lies in memory: no larger than the precision of the arithmetic asks for. */
    static BaseForm form(@Nullable MethodRecipe method, Precision precision) {
        BaseForm plain = BaseForm.of(precision);
        if (method == null || !isQlora(method)) {
            return plain;
        }
        boolean eight = MethodRecipe.INT8.equals(method.quantisation());
        return plain.withLinear(eight ? WeightForm.INT8 : WeightForm.NF4);
    }

    static Regime regime(int steps, @Nullable MethodRecipe method, TuningRecipe tuning) {
        Schedule schedule = Schedule.valueOf(tuning.schedule().toUpperCase(Locale.ROOT));
        int decay = schedule == Schedule.WSD ? or(tuning.decaySteps(), Math.max(1, steps / WSD_SHARE)) : 0;
        double ratio = method == null ? 1 : or(method.loraPlusRatio(), 1.0);
        return Regime.USUAL
                .with()
                .schedule(schedule)
                .decaySteps(decay)
                .rateRatio(ratio)
                .labelSmoothing(tuning.labelSmoothing())
                .noise(tuning.embeddingNoise())
                .rule(Rule.valueOf(tuning.optimiser().toUpperCase(Locale.ROOT).replace('-', '_')))
                .build();
    }

    private static <T> T or(@Nullable T chosen, T automatic) {
        return chosen == null ? automatic : chosen;
    }
}
