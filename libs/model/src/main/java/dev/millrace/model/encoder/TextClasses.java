package dev.millrace.model.encoder;

import dev.millrace.contracts.MillraceException;
import dev.millrace.model.CounterRandom;
import dev.millrace.model.decoder.PackedBatch;
import dev.millrace.model.training.TrainingPlan;
import java.util.List;
import java.util.stream.IntStream;

/** Texts are put into classes; of a text that is too long its beginning is read. */
public final class TextClasses extends BertObjective {
    private final LabelledTexts texts;

    /** @throws MillraceException RUN_CONFIG_INVALID when plan, model and texts do not fit, LABELS_EMPTY when there are none */
    public TextClasses(BertModel model, LabelledTexts texts, TrainingPlan plan) {
        super(model, BertHead.CLASSES, texts.tokens(), plan);
        this.texts = texts;
        requireAny(size());
        int classes = model.config().labels().size();
        refuseIf(
                IntStream.range(0, size()).anyMatch(text -> texts.label(text) >= classes),
                "The dataset has more classes than the model.");
    }

    @Override
    public int size() {
        return texts.labels().length;
    }

    @Override
    PackedBatch batch(List<Integer> rows, CounterRandom draw) {
        PackedBatch packed = bert().packed(
                        rows.stream().map(row -> texts.text(row, context())).toList());
        int[] first =
                IntStream.range(0, rows.size()).map(i -> (int) packed.cuts()[i]).toArray();
        int[] labels = rows.stream().mapToInt(texts::label).toArray();
        return new PackedBatch(packed.inputs(), packed.cuts(), first, labels);
    }
}
