package dev.millrace.trainer.run;

import dev.millrace.contracts.event.CheckpointDropped;
import dev.millrace.contracts.event.CheckpointWritten;
import dev.millrace.contracts.event.RunReturned;
import dev.millrace.contracts.event.TrainingCommand;
import dev.millrace.contracts.event.TrainingLease;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** All runs as this trainer sees them, fed by whoever reads the topics. Safe for use by many threads. */
public final class RunBoard {
    private final LongSupplier nanoClock;
    private final Map<String, RunView> runs = new LinkedHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long changes;

    /** @param nanoClock monotonic, as {@link System#nanoTime()} is */
    public RunBoard(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    public void changed(RunState state) {
        long now = nanoClock.getAsLong();
        update(state.facts().run(), view -> view.changed(state, now));
    }

    public void heard(TrainingLease lease) {
        Hold hold = new Hold(lease.generation(), lease.holder(), lease.released(), nanoClock.getAsLong());
        update(lease.run(), view -> view.held(hold));
    }

    /** Somebody has the claim of this generation, and may not have said a word yet. */
    public void claimed(String run, int generation) {
        Hold hold = new Hold(generation, Hold.UNKNOWN, false, nanoClock.getAsLong());
        update(run, view -> view.held(hold));
    }

    public void commanded(TrainingCommand command) {
        update(command.run(), view -> view.commanded(command));
    }

    public void checkpointed(CheckpointWritten checkpoint) {
        update(checkpoint.run(), view -> view.checkpointed(checkpoint));
    }

    public void dropped(CheckpointDropped dropped) {
        update(dropped.run(), view -> view.dropped(dropped));
    }

    public void returned(RunReturned back) {
        update(back.run(), view -> view.returned(back));
    }

    private void update(String run, UnaryOperator<RunView> change) {
        lock.lock();
        try {
            runs.put(run, change.apply(runs.getOrDefault(run, RunView.UNKNOWN)));
            changes++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public RunView view(String run) {
        lock.lock();
        try {
            return runs.getOrDefault(run, RunView.UNKNOWN);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Among the runs that a trainer in this slot may try to claim, the one of the highest priority that has waited longest; what is
     * held is never interrupted for it.
     */
    public Optional<String> claimable(String slot, Duration leaseTimeout) {
        long now = nanoClock.getAsLong();
        lock.lock();
        try {
            return runs.entrySet().stream()
                    .filter(run -> run.getValue().isClaimable(slot, now, leaseTimeout))
                    .min(Comparator.comparingInt(run -> -run.getValue().priority()))
                    .map(Map.Entry::getKey);
        } finally {
            lock.unlock();
        }
    }

    /** Returns when something has changed, or after the time given: a lease may run out without a word. */
    public void awaitChange(Duration most) throws InterruptedException {
        lock.lock();
        try {
            long seen = changes;
            long left = most.toNanos();
            while (seen == changes && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
