package dev.millrace.model.preference;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.CounterRandom;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.decoder.Trainable;
import dev.millrace.model.training.Measures;
import dev.millrace.model.training.Objective;
import dev.millrace.model.training.PreferenceSettings;
import dev.millrace.model.training.TrainingPlan;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** A loss over answers. Its rows are pairs or single answers whose prompts leave room for them. */
public final class PreferenceObjective implements Objective {
    private final DecoderModel model;
    private final PreferenceDataset data;
    private final TrainingPlan plan;
    private final PreferenceSettings settings;
    private final References references;
    /** Pairs, or answers, that are learned from. */
    private final int[] rows;

    /**
     * @param plan whose regime says how preferences are learned from
     * @param references of the same dataset; {@link References#NONE} for ORPO
     * @throws MillraceException RUN_CONFIG_INVALID when plan, model and dataset do not fit, LABELS_EMPTY when no answer fits the context
     */
    public PreferenceObjective(DecoderModel model, PreferenceDataset data, TrainingPlan plan, References references) {
        this.model = model;
        this.data = data;
        this.plan = plan;
        this.settings = Objects.requireNonNull(plan.regime().preference());
        this.references = references;
        requireFits();
        this.rows = settings.kind().isPaired()
                ? IntStream.range(0, data.pairs())
                        .filter(i -> fits(2 * i) && fits(2 * i + 1))
                        .toArray()
                : IntStream.range(0, data.answers()).filter(this::fits).toArray();
        if (rows.length == 0) {
            throw new MillraceException(ErrorCode.LABELS_EMPTY, "No answer of the dataset fits the context.");
        }
    }

    private void requireFits() {
        if (plan.context() > model.config().maxPositions()) {
            refuse("The value of context is longer than the model's context.");
        }
        if (settings.kind() == PreferenceSettings.Kind.KTO && (plan.batch() < 2 || data.answers() < 2)) {
            refuse("KTO needs two answers at once: the value of microBatch is at least 2.");
        }
        data.tokens().requireKnown(model.config().vocabulary());
    }

    private static void refuse(String why) {
        throw new MillraceException(ErrorCode.RUN_CONFIG_INVALID, why);
    }

    private boolean fits(int answer) {
        return data.fits(answer, plan.context());
    }

    @Override
    public Trainable model() {
        return model;
    }

    @Override
    public int size() {
        return rows.length;
    }

    @Override
    public Work work(List<Integer> chosen, CounterRandom draw) {
        return work(chosen);
    }

    private PreferenceWork work(List<Integer> chosen) {
        int[] taken = chosen.stream().mapToInt(i -> rows[i]).toArray();
        return switch (settings.kind()) {
            case DPO -> new DirectWork(model, data, pairs(taken), plan, settings, references.answers());
            case KTO -> new VerdictWork(model, data, taken, plan, settings, references);
            case ORPO -> new OddsWork(model, data, pairs(taken), plan, settings);
        };
    }

    private static int[] pairs(int[] taken) {
        return IntStream.of(taken).flatMap(i -> IntStream.of(2 * i, 2 * i + 1)).toArray();
    }

    /** Mean loss of the first rows under the model as it is, nothing learned. */
    public double loss(int most) {
        double loss = 0;
        int count = Math.min(most, rows.length);
        for (int from = 0; from < count; from += plan.batch()) {
            PreferenceWork work = work(IntStream.range(from, Math.min(count, from + plan.batch()))
                    .boxed()
                    .toList());
            loss += work.loss(plan.precision());
        }
        return loss / count;
    }

    /** What rewards are under the model as it is. */
    public Measures measures(int most) {
        Measures measures = new Measures();
        int count = Math.min(most, rows.length);
        for (int from = 0; from < count; from += plan.batch()) {
            PreferenceWork work = work(IntStream.range(from, Math.min(count, from + plan.batch()))
                    .boxed()
                    .toList());
            work.loss(plan.precision());
            work.measure(measures);
        }
        return measures;
    }
}
