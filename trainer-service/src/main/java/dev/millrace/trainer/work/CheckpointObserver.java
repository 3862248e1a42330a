package dev.millrace.trainer.work;

import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.event.CheckpointWritten;
import dev.millrace.contracts.event.Event;
import dev.millrace.messaging.CrashPoints;
import dev.millrace.model.training.StepReport;
import dev.millrace.model.training.TrainingObserver;
import dev.millrace.model.training.TrainingSnapshot;
import dev.millrace.model.training.TrainingView;
import dev.millrace.trainer.files.CheckpointStore;
import dev.millrace.trainer.files.Folder;
import dev.millrace.trainer.run.RunEvents;
import dev.millrace.trainer.run.RunState.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Writes a checkpoint every so many steps and after the last: parts, manifest, then the event that makes it count. */
final class CheckpointObserver implements TrainingObserver {
    private final RunHold hold;
    private final Running run;
    private final CheckpointStore store;
    private final MetricsObserver metrics;
    private final Progress progress;
    private final Validation validation;
    private final String machine;
    private final Path folder;
    private final Clock clock;
    private final int every;
    private int written;

    CheckpointObserver(
            RunHold hold,
            Running run,
            CheckpointStore store,
            MetricsObserver metrics,
            Progress progress,
            Validation validation,
            String machine,
            Path folder,
            Clock clock,
            int every) {
        this.hold = hold;
        this.run = run;
        this.store = store;
        this.metrics = metrics;
        this.progress = progress;
        this.validation = validation;
        this.machine = machine;
        this.folder = folder;
        this.clock = clock;
        this.every = every;
    }

    /** The step that is resumed from has its checkpoint. */
    @Override
    public void started(TrainingView view) {
        written = Math.toIntExact(view.step());
    }

    @Override
    public void stepped(StepReport report, TrainingView view) {
        CrashPoints.reach("trainer", "after-step");
        if (report.step() % every == 0 || report.step() == view.plan().steps()) {
            write(view, List.of());
        }
    }

    /**
     * A checkpoint of where the run is, if there is none yet, and whatever else is to be said with it.
     *
     * @param last events that are to be read after the checkpoint
     */
    void write(TrainingView view, List<Event> last) {
        int step = Math.toIntExact(view.step());
        List<Event> events = new ArrayList<>(metrics.drain());
        if (step > written) {
            hold.requireHeld();
            ObjectRef manifest = upload(view, step);
            Instant at = clock.instant();
            events.add(new CheckpointWritten(hold.run(), hold.generation(), step, manifest, at));
            events.add(RunEvents.event(run.progressed(step), at));
        }
        events.addAll(last);
        if (!events.isEmpty()) {
            hold.publish(events);
        }
        written = Math.max(written, step);
        CrashPoints.reach("trainer", "after-checkpoint-event");
    }

    private ObjectRef upload(TrainingView view, int step) {
        Path directory = Folder.fresh(folder.resolve("checkpoint"));
        try (TrainingSnapshot snapshot = view.snapshot()) {
            snapshot.write(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        progress.write(directory);
        validation.write(directory, step);
        ObjectRef manifest = store.write(hold.run(), hold.generation(), step, machine, directory);
        Folder.delete(directory);
        return manifest;
    }
}
