package dev.millrace.trainer.run;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.event.TrainingRunChanged;
import dev.millrace.contracts.event.TrainingRunChanged.State;
import dev.millrace.trainer.run.RunState.Cancelled;
import dev.millrace.trainer.run.RunState.Failed;
import dev.millrace.trainer.run.RunState.Finished;
import dev.millrace.trainer.run.RunState.Outcome;
import dev.millrace.trainer.run.RunState.Paused;
import dev.millrace.trainer.run.RunState.Requested;
import dev.millrace.trainer.run.RunState.Running;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** States of runs as events, and back. */
public final class RunEvents {
    private RunEvents() {}

    public static TrainingRunChanged event(RunState state, Instant at) {
        return switch (state) {
            case Requested(RunFacts facts) -> event(facts, State.REQUESTED, null, null, null, at);
            case Running(RunFacts facts) -> event(facts, State.RUNNING, null, null, null, at);
            case Paused(RunFacts facts) -> event(facts, State.PAUSED, null, null, null, at);
            case Finished(RunFacts facts, Outcome outcome) -> event(facts, State.FINISHED, outcome, null, null, at);
            case Failed(RunFacts facts, ErrorCode code, String message) ->
                event(facts, State.FAILED, null, code, message, at);
            case Cancelled(RunFacts facts) -> event(facts, State.CANCELLED, null, null, null, at);
        };
    }

    /** A run that goes on though something was wrong. */
    public static TrainingRunChanged warning(Running run, ErrorCode code, String message, Instant at) {
        return event(run.facts(), State.RUNNING, null, code, message, at);
    }

    private static TrainingRunChanged event(
            RunFacts facts,
            State state,
            @Nullable Outcome outcome,
            @Nullable ErrorCode code,
            @Nullable String message,
            Instant at) {
        return new TrainingRunChanged(
                facts.run(),
                facts.collection(),
                state,
                facts.generation(),
                facts.dataset(),
                facts.recipe(),
                facts.step(),
                facts.totalSteps(),
                outcome == null ? null : outcome.firstLoss(),
                outcome == null ? null : outcome.lastLoss(),
                outcome == null ? null : outcome.tokensPerSecond(),
                outcome == null ? null : outcome.modelId(),
                outcome == null ? null : outcome.model(),
                facts.base(),
                code,
                message,
                at);
    }

    /** @throws MillraceException {@link ErrorCode#EVENT_UNREADABLE} when a finished run names no model */
    public static RunState state(TrainingRunChanged event) {
        RunFacts facts = new RunFacts(
                event.run(),
                event.collection(),
                event.generation(),
                event.dataset(),
                event.recipe(),
                event.step(),
                event.totalSteps(),
                event.base());
        return switch (event.state()) {
            case REQUESTED -> new Requested(facts);
            case RUNNING -> new Running(facts);
            case PAUSED -> new Paused(facts);
            case FINISHED -> new Finished(facts, outcome(event));
            case FAILED -> new Failed(facts, code(event), event.message() == null ? "" : event.message());
            case CANCELLED -> new Cancelled(facts);
        };
    }

    private static ErrorCode code(TrainingRunChanged event) {
        return event.code() == null ? ErrorCode.INTERNAL_ERROR : event.code();
    }

    private static Outcome outcome(TrainingRunChanged event) {
        if (event.modelId() == null || event.model() == null) {
            throw new MillraceException(ErrorCode.EVENT_UNREADABLE, "a finished run names its model");
        }
        return new Outcome(
                orZero(event.firstLoss()),
                orZero(event.lastLoss()),
                orZero(event.tokensPerSecond()),
                event.modelId(),
                event.model());
    }

    private static double orZero(@Nullable Double value) {
        return value == null ? 0 : value;
    }
}
