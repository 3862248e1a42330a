package dev.millrace.model.scoring;

import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.decoder.PackedBatch;
import dev.millrace.model.decoder.Precision;
import dev.millrace.model.training.TokenDataset;
import java.util.ArrayList;
import java.util.List;

/**
 * Scores documents: every supervised token but a document's first, given the tokens before it. A document longer than
 * the context is cut into windows that do not see each other.
 */
public final class Scorer {
    private final DecoderModel model;
    private final int context;
    private final Precision precision;

    /**
     * A scorer.
     *
     * @param context longest window in tokens, at most the model's
     */
    public Scorer(DecoderModel model, int context, Precision precision) {
        this.model = model;
        this.context = Math.min(context, model.config().maxPositions());
        this.precision = precision;
    }

    /** One score per document, in their order. */
    public List<DocumentScore> score(TokenDataset dataset) {
        List<DocumentScore> scores = new ArrayList<>();
        for (int document = 0; document < dataset.documents(); document++) {
            scores.add(score(dataset, document));
        }
        return scores;
    }

    private DocumentScore score(TokenDataset dataset, int document) {
        DocumentScore score = new DocumentScore(0, 0, 0);
        int last = dataset.end(document) - 1;
        for (int start = dataset.begin(document); start < last; start += context) {
            PackedBatch batch = new PackedBatch.Builder()
                    .add(dataset.tokens(), dataset.lossMask(), start, Math.min(context, last - start))
                    .build();
            if (batch.supervised() > 0) {
                score = score.plus(sum(model.score(batch, precision)));
            }
        }
        return score;
    }

    private static DocumentScore sum(float[][] tokens) {
        double logProbability = 0;
        long correct = 0;
        for (int i = 0; i < tokens[0].length; i++) {
            logProbability += tokens[0][i];
            correct += (long) tokens[1][i];
        }
        return new DocumentScore(logProbability, tokens[0].length, correct);
    }
}
