package dev.millrace.trainer.work;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.preference.AnswerScorer;
import dev.millrace.model.preference.PreferenceDataset;
import dev.millrace.model.preference.PreferenceObjective;
import dev.millrace.model.preference.References;
import dev.millrace.model.training.PreferenceSettings;
import dev.millrace.model.training.TrainingPlan;
import dev.millrace.trainer.files.ReferenceStore;
import dev.millrace.trainer.plan.Corpus;
import java.util.Objects;
import java.util.Optional;

/**
 * Answers that are wanted or not. What the model that the run starts from says of them is asked once, and kept by the hashes of the shard and of
 * that model: whoever goes on with the run has the same bits.
 *
 * @param trainSha256 hash of the training split's shard
 * @param validationSha256 hash of the validation split's
 * @param answersARow how many answers a row of a batch has
 */
record PreferenceLesson(
        PreferenceDataset train,
        String trainSha256,
        Optional<PreferenceDataset> validation,
        String validationSha256,
        int answersARow,
        ReferenceStore store)
        implements Lesson {
    private static final int LEAST = 2;

    @Override
    public Corpus corpus(int vocabulary) {
        return new Corpus(train.tokens().tokens().length, vocabulary, Math.max(1, train.answers() / answersARow));
    }

    @Override
    public Taught teach(DecoderModel model, TrainingPlan plan) {
        Kept kept = new Kept(model, plan);
        PreferenceObjective objective =
                new PreferenceObjective(model, train, plan, kept.references(train, trainSha256));
        return new Taught(
                objective,
                new HeldOutAnswers(validation.flatMap(held -> heldOut(model, held, plan, kept)), plan.context()));
    }

    /** Empty when no answer that is held out fits the context, or when there are too few of them. */
    private Optional<PreferenceObjective> heldOut(
            DecoderModel model, PreferenceDataset held, TrainingPlan plan, Kept kept) {
        if (held.answers() < LEAST) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PreferenceObjective(model, held, plan, kept.references(held, validationSha256)));
        } catch (MillraceException e) {
            if (e.code() == ErrorCode.LABELS_EMPTY) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** What the model says before the first step. */
    private final class Kept {
        private final DecoderModel model;
        private final TrainingPlan plan;
        private final PreferenceSettings.Kind kind;

        private Kept(DecoderModel model, TrainingPlan plan) {
            this.model = model;
            this.plan = plan;
            this.kind = Objects.requireNonNull(plan.regime().preference()).kind();
        }

        private References references(PreferenceDataset data, String sha256) {
            if (!kind.hasReference()) {
                return References.NONE;
            }
            boolean mismatched = !kind.isPaired();
            String name = ReferenceStore.name(
                    sha256,
                    model.fingerprint(),
                    Integer.toString(plan.context()),
                    plan.precision().name(),
                    mismatched ? "mismatched" : "own");
            AnswerScorer scorer = new AnswerScorer(model, plan.context(), plan.precision());
            return store.get(name, data.answers())
                    .orElseGet(() -> store.keep(name, References.of(scorer, data, mismatched)));
        }
    }
}
