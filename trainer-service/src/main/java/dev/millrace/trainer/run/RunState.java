package dev.millrace.trainer.run;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.recipe.TrainingRecipe;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a run stands. The methods of each state are its legal transitions: an illegal one does not compile. */
public sealed interface RunState {
    RunFacts facts();

    /** Nothing follows the final states. */
    default boolean isFinal() {
        return this instanceof Finished || this instanceof Failed || this instanceof Cancelled;
    }

    /** The run in the hands of a new holder; empty when there is nothing left to hold. */
    default Optional<Running> claimedBy(int generation) {
        return isFinal() ? Optional.empty() : Optional.of(new Running(facts().claimedBy(generation)));
    }

    /** Waits for a trainer. */
    record Requested(RunFacts facts) implements RunState {
        public Paused pause() {
            return new Paused(facts);
        }

        public Cancelled cancel() {
            return new Cancelled(facts);
        }

        /** The configuration is refused before the first step. */
        public Failed refuse(ErrorCode code, String message) {
            return new Failed(facts, code, message);
        }
    }

    /** Held by a trainer, or by one that died without a word. */
    record Running(RunFacts facts) implements RunState {
        /** All that was left open is decided, before the first step. */
        public Running planned(TrainingRecipe resolved, int totalSteps, @Nullable ObjectRef base) {
            return new Running(facts.planned(resolved, totalSteps, base));
        }

        /** The same with other values in its recipe. */
        public Running with(TrainingRecipe other) {
            return new Running(facts.with(other));
        }

        public Running progressed(int step) {
            return new Running(facts.at(step));
        }

        public Paused pause() {
            return new Paused(facts);
        }

        public Cancelled cancel() {
            return new Cancelled(facts);
        }

        public Finished finish(Outcome outcome) {
            return new Finished(facts, outcome);
        }

        public Failed fail(ErrorCode code, String message) {
            return new Failed(facts, code, message);
        }
    }

    /** Waits for a person to go on. */
    record Paused(RunFacts facts) implements RunState {
        public Requested resume() {
            return new Requested(facts);
        }

        public Cancelled cancel() {
            return new Cancelled(facts);
        }
    }

    record Finished(RunFacts facts, Outcome outcome) implements RunState {}

    record Failed(RunFacts facts, ErrorCode code, String message) implements RunState {}

    record Cancelled(RunFacts facts) implements RunState {}

    /**
     * What a run came to.
     *
     * @param firstLoss mean loss of the first steps
     * @param lastLoss mean loss of the last steps
     */
    record Outcome(double firstLoss, double lastLoss, double tokensPerSecond, String modelId, ObjectRef model) {}
}
