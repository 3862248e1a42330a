package dev.millrace.model.encoder;

import dev.millrace.contracts.MillraceException;
import dev.millrace.model.CounterRandom;
import dev.millrace.model.decoder.PackedBatch;
import dev.millrace.model.training.TrainingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Each text is to find the one that belongs to it among all of the batch and those that are known not to belong (Henderson et al., "Efficient
 * natural language response suggestion for smart reply", 2017), by the cosines of their mean vectors.
 */
public final class RelatedTexts extends BertObjective {
    private final LabelledTexts texts;
    private final List<Integer> groups;
    private final double temperature;

    /**
     * @param temperature divisor of the cosines
     * @throws MillraceException RUN_CONFIG_INVALID when plan, model and texts do not fit, LABELS_EMPTY when there are none
     */
    public RelatedTexts(BertModel model, LabelledTexts texts, TrainingPlan plan, double temperature) {
        super(model, BertHead.NONE, texts.tokens(), plan);
        this.texts = texts;
        this.groups = texts.groups();
        this.temperature = temperature;
        requireAny(groups.size());
        refuseIf(
                plan.batch() < 2, "Each text is told from others of its batch: the value of microBatch is at least 2.");
        refuseIf(!(temperature > 0 && temperature <= 100), "The value of temperature is not allowed.");
    }

    @Override
    double temperature() {
        return temperature;
    }

    @Override
    public int size() {
        return groups.size();
    }

    /** First the texts that look for others, then those that belong to them, then those that belong to none. */
    @Override
    PackedBatch batch(List<Integer> rows, CounterRandom draw) {
        List<int[]> ordered = new ArrayList<>();
        for (int role = 0; role <= 2; role++) {
            for (int row : rows) {
                int text = groups.get(row) + role;
                if (texts.has(text, role)) {
                    ordered.add(texts.text(text, context()));
                }
            }
        }
        PackedBatch packed = bert().packed(ordered);
        int[] own = IntStream.range(0, rows.size()).toArray();
        return new PackedBatch(packed.inputs(), packed.cuts(), new int[0], own);
    }
}
