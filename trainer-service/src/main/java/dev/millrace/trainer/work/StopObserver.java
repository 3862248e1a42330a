package dev.millrace.trainer.work;

import dev.millrace.model.training.StepReport;
import dev.millrace.model.training.TrainingObserver;
import dev.millrace.model.training.TrainingView;
import dev.millrace.trainer.run.RunBoard;
import dev.millrace.trainer.run.RunView;
import dev.millrace.trainer.run.Wish;
import java.util.function.BooleanSupplier;

/** Between two steps: whether the run is still ours and still wanted. */
final class StopObserver implements TrainingObserver {
    private final RunHold hold;
    private final RunBoard board;
    private final BooleanSupplier stopping;
    private Stop stop = Stop.NONE;

    /** Why training ended before the last step. */
    enum Stop {
        NONE,
        PAUSE,
        CANCEL,
        /** A person wants it to go on from an earlier checkpoint. */
        REVERT,
        /** The trainer itself stops. */
        SHUTDOWN
    }

    StopObserver(RunHold hold, RunBoard board, BooleanSupplier stopping) {
        this.hold = hold;
        this.board = board;
        this.stopping = stopping;
    }

    @Override
    public void stepped(StepReport report, TrainingView view) {
        look();
        if (stop != Stop.NONE) {
            view.stop();
        }
    }

    /** @return why not to go on */
    Stop look() {
        hold.requireHeld();
        RunView view = board.view(hold.run());
        Wish wish = view.wish();
        if (wish == Wish.CANCEL) {
            stop = Stop.CANCEL;
        } else if (view.pendingRevert().isPresent()) {
            stop = Stop.REVERT;
        } else if (wish == Wish.PAUSE) {
            stop = Stop.PAUSE;
        } else if (stopping.getAsBoolean()) {
            stop = Stop.SHUTDOWN;
        }
        return stop;
    }
}
