package dev.millrace.trainer.run;

import dev.millrace.contracts.event.CheckpointDropped;
import dev.millrace.contracts.event.CheckpointWritten;
import dev.millrace.contracts.event.RunReturned;
import dev.millrace.contracts.event.RunReturned.Cause;
import dev.millrace.contracts.event.TrainingCommand;
import dev.millrace.contracts.event.TrainingCommand.Action;
import dev.millrace.contracts.event.TrainingMetrics;
import dev.millrace.trainer.run.RunState.Running;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one run.
 *
 * @param state null while only commands, heartbeats or checkpoints of it have been read
 * @param checkpoints the announced ones that count and are still there, latest last
 * @param returned how often and where the run went back, latest last
 * @param reverts the steps that people wanted it to go back to, latest last
 */
public record RunView(
        @Nullable RunState state,
        Wish wish,
        @Nullable Hold hold,
        List<CheckpointWritten> checkpoints,
        List<RunReturned> returned,
        List<Integer> reverts) {
    static final RunView UNKNOWN = new RunView(null, Wish.GO_ON, null, List.of(), List.of(), List.of());

    public RunView {
        checkpoints = List.copyOf(checkpoints);
        returned = List.copyOf(returned);
        reverts = List.copyOf(reverts);
    }

    /** The latest state counts, but nothing follows a final one and an earlier generation's says nothing any more. */
    RunView changed(RunState newer, long now) {
        RunState known = state;
        if (known != null
                && (known.isFinal()
                        || newer.facts().generation() < known.facts().generation())) {
            return this;
        }
        RunView view = new RunView(newer, wish, hold, checkpoints, returned, reverts);
        return newer instanceof Running running
                ? view.held(new Hold(running.facts().generation(), Hold.UNKNOWN, false, now))
                : view;
    }

    RunView held(Hold newer) {
        Hold known = hold;
        Hold kept = known == null ? newer : known.followedBy(newer);
        return new RunView(state, wish, kept, checkpoints, returned, reverts);
    }

    RunView commanded(TrainingCommand command) {
        Integer step = command.step();
        List<Integer> steps = command.action() == Action.REVERT && step != null ? with(reverts, step) : reverts;
        return new RunView(state, wish.after(command.action()), hold, checkpoints, returned, steps);
    }

    RunView checkpointed(CheckpointWritten checkpoint) {
        return having(with(checkpoints, checkpoint));
    }

    RunView dropped(CheckpointDropped dropped) {
        return having(checkpoints.stream()
                .filter(each -> each.generation() != dropped.generation() || each.step() != dropped.step())
                .toList());
    }

    /** What was announced before and lies behind the step no longer counts. */
    RunView returned(RunReturned back) {
        List<CheckpointWritten> left =
                checkpoints.stream().filter(each -> each.step() <= back.step()).toList();
        return new RunView(state, wish, hold, left, with(returned, back), reverts);
    }

    private RunView having(List<CheckpointWritten> others) {
        return new RunView(state, wish, hold, others, returned, reverts);
    }

    private static <T> List<T> with(List<T> all, T one) {
        List<T> more = new ArrayList<>(all);
        more.add(one);
        return more;
    }

    /** The step that a person wants the run to go back to, when it has not done so yet. */
    public Optional<Integer> pendingRevert() {
        int done = (int)
                returned.stream().filter(back -> back.cause() == Cause.REVERTED).count();
        return done < reverts.size() ? Optional.of(reverts.get(done)) : Optional.empty();
    }

    /** How often the run went back by itself. */
    public int ownReturns() {
        return (int)
                returned.stream().filter(back -> back.cause() != Cause.REVERTED).count();
    }

    /** Whether what was measured at a step still counts, or has been done again since. */
    public boolean counts(TrainingMetrics metrics) {
        return returned.stream()
                .noneMatch(back -> metrics.step() > back.step() && metrics.generation() <= back.generation());
    }

    /** Announced checkpoints that may be resumed from, the newest first. */
    public List<CheckpointWritten> newestFirst() {
        return checkpoints.stream()
                .sorted(Comparator.comparingInt(CheckpointWritten::step)
                        .thenComparingInt(CheckpointWritten::generation)
                        .reversed())
                .toList();
    }

    /** Among waiting runs the highest is taken first. */
    int priority() {
        RunState known = state;
        @Nullable Integer wished = known == null ? null : known.facts().recipe().priority();
        return wished == null ? 0 : wished;
    }

    /** The generation of the next claim. */
    public int nextGeneration() {
        int ofState = state == null ? 0 : state.facts().generation();
        int ofHold = hold == null ? 0 : hold.generation();
        return Math.max(ofState, ofHold) + 1;
    }

    /** Whether a trainer may try to claim the run. */
    boolean isClaimable(String slot, long now, Duration leaseTimeout) {
        if (state == null || state.isFinal() || (wish == Wish.PAUSE && !(state instanceof Running))) {
            return false;
        }
        return hold == null || hold.isFree(slot, now, leaseTimeout);
    }
}
