package dev.millrace.trainer.run;

import dev.millrace.contracts.event.CheckpointWritten;
import dev.millrace.trainer.run.RunState.Running;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one run.
 *
 * @param state null while only commands, heartbeats or checkpoints of it have been read
 * @param checkpoints the announced ones, latest last
 */
public record RunView(
        @Nullable RunState state, Wish wish, @Nullable Hold hold, List<CheckpointWritten> checkpoints) {
    static final RunView UNKNOWN = new RunView(null, Wish.GO_ON, null, List.of());

    public RunView {
        checkpoints = List.copyOf(checkpoints);
    }

    /** The latest state counts, but nothing follows a final one and an earlier generation's says nothing any more. */
    RunView changed(RunState newer, long now) {
        RunState known = state;
        if (known != null
                && (known.isFinal()
                        || newer.facts().generation() < known.facts().generation())) {
            return this;
        }
        RunView view = new RunView(newer, wish, hold, newer.isFinal() ? List.of() : checkpoints);
        return newer instanceof Running running
                ? view.held(new Hold(running.facts().generation(), Hold.UNKNOWN, false, now))
                : view;
    }

    RunView held(Hold newer) {
        Hold known = hold;
        Hold kept = known == null ? newer : known.followedBy(newer);
        return new RunView(state, wish, kept, checkpoints);
    }

    RunView wished(Wish newer) {
        return new RunView(state, newer, hold, checkpoints);
    }

    RunView checkpointed(CheckpointWritten checkpoint) {
        if (state != null && state.isFinal()) {
            return this;
        }
        List<CheckpointWritten> all = new ArrayList<>(checkpoints);
        all.add(checkpoint);
        return new RunView(state, wish, hold, all);
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
