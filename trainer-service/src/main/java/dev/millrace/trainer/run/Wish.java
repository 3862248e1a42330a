package dev.millrace.trainer.run;

import dev.millrace.contracts.event.TrainingCommand.Action;

/** What people want of a run at present, by the commands given so far. */
public enum Wish {
    GO_ON,
    PAUSE,
    CANCEL;

    /** A cancelled run stays cancelled, and starting a run again does not resume it. */
    public Wish after(Action action) {
        if (this == CANCEL) {
            return CANCEL;
        }
        return switch (action) {
            case START -> this;
            case PAUSE -> PAUSE;
            case RESUME -> GO_ON;
            case REVERT -> GO_ON;
            case CANCEL -> CANCEL;
        };
    }
}
