package dev.millrace.model.encoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.CounterRandom;
import dev.millrace.model.decoder.LossSettings;
import dev.millrace.model.decoder.Trainable;
import dev.millrace.model.training.Objective;
import dev.millrace.model.training.TrainingPlan;
import java.util.Arrays;
import java.util.List;

/** Answers are told from their questions, token by token. */
public final class Answers implements Objective {
    private final T5Model model;
    private final List<int[]> questions;
    private final List<int[]> answers;
    private final int context;

    /**
     * @param answers one per question; questions and answers that are too long lose their ends
     * @throws MillraceException LABELS_EMPTY when there are none
     */
    public Answers(T5Model model, List<int[]> questions, List<int[]> answers, TrainingPlan plan) {
        if (questions.isEmpty() || questions.size() != answers.size()) {
            throw new MillraceException(
                    ErrorCode.LABELS_EMPTY, "There is an answer to every question, and one at least.");
        }
        this.model = model;
        this.questions = List.copyOf(questions);
        this.answers = List.copyOf(answers);
        this.context = plan.context();
    }

    @Override
    public Trainable model() {
        return model;
    }

    @Override
    public int size() {
        return questions.size();
    }

    @Override
    public Work work(List<Integer> rows, CounterRandom draw) {
        return new Written(
                model,
                QuestionBatch.of(
                        cut(questions, rows), cut(answers, rows), model.config().startToken()));
    }

    private List<int[]> cut(List<int[]> texts, List<Integer> rows) {
        return rows.stream()
                .map(texts::get)
                .map(text -> Arrays.copyOf(text, Math.min(text.length, context)))
                .toList();
    }

    private record Written(T5Model model, QuestionBatch batch) implements Work {
        @Override
        public long tokens() {
            return (long) batch.questions().size() + batch.answers().size();
        }

        @Override
        public long supervised() {
            return batch.answers().supervised();
        }

        @Override
        public double backward(List<NDArray> gradients, LossSettings settings) {
            return model.backward(batch, gradients, settings);
        }
    }
}
