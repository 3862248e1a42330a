package dev.millrace.trainer.work;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.event.CheckpointDropped;
import dev.millrace.contracts.event.CheckpointWritten;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.recipe.CheckpointRecipe;
import dev.millrace.contracts.recipe.TrainingRecipe;
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
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes a checkpoint every so many steps and after the last: parts, manifest, then the event that makes it count. Training stands still
 * while the state is copied, and goes on while the copy is stored; the next checkpoint waits for the one before.
 */
final class CheckpointObserver implements TrainingObserver, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(CheckpointObserver.class);

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
    private final boolean waits;
    private final Retention retention;
    private final List<CheckpointWritten> announced;
    private final Background background = new Background();
    private int written;

    CheckpointObserver(
            Workshop shop,
            RunHold hold,
            Running run,
            MetricsObserver metrics,
            Progress progress,
            Validation validation,
            Path folder) {
        TrainingRecipe recipe = run.facts().recipe();
        @Nullable CheckpointRecipe rules = recipe.checkpoints();
        this.hold = hold;
        this.run = run;
        this.store = shop.checkpoints();
        this.metrics = metrics;
        this.progress = progress;
        this.validation = validation;
        this.machine = shop.engine().machine();
        this.folder = folder.resolve("checkpoint");
        this.clock = shop.clock();
        this.every = Objects.requireNonNull(recipe.checkpointEvery());
        this.waits = rules != null && Boolean.FALSE.equals(rules.inBackground());
        this.retention = new Retention(rules);
        this.announced =
                new CopyOnWriteArrayList<>(shop.board().view(hold.run()).checkpoints());
    }

    /** The step that is resumed from has its checkpoint. */
    @Override
    public void started(TrainingView view) {
        written = Math.toIntExact(view.step());
        view.reserveSnapshot();
    }

    @Override
    public void stepped(StepReport report, TrainingView view) {
        CrashPoints.reach("trainer", "after-step");
        background.look();
        if (report.step() % every == 0 || report.step() == view.plan().steps()) {
            save(view);
        }
    }

    /** Those that are announced and kept, as far as this holder knows. */
    List<CheckpointWritten> announced() {
        return List.copyOf(announced);
    }

    /** Returns when the latest checkpoint counts. */
    void settle() {
        background.await();
    }

    /**
     * A checkpoint of where the run is, if there is none yet, and whatever else is to be said with it.
     *
     * @param last events that are to be read after the checkpoint
     */
    void write(TrainingView view, List<Event> last) {
        if (view.step() > written) {
            save(view);
        }
        settle();
        List<Event> events = new ArrayList<>(metrics.drain());
        events.addAll(last);
        publish(events);
    }

    private void save(TrainingView view) {
        settle();
        hold.requireHeld();
        publish(metrics.drain());
        Shot shot = shot(view);
        written = shot.step();
        background.start(() -> store(shot));
        if (waits) {
            settle();
        }
    }

    private void publish(List<Event> events) {
        if (!events.isEmpty()) {
            hold.publish(events);
        }
    }

    /**
     * All that a checkpoint needs, taken between two steps.
     *
     * @param loss on the validation split, of the weights in it; null when it was not measured
     */
    private record Shot(
            int step, TrainingSnapshot snapshot, @Nullable Double loss, boolean best) {}

    private Shot shot(TrainingView view) {
        long begun = System.nanoTime();
        int step = Math.toIntExact(view.step());
        Path directory = Folder.fresh(folder);
        progress.write(directory);
        validation.write(directory, step);
        double loss = validation.measured();
        Shot shot = new Shot(step, view.snapshot(), Double.isFinite(loss) ? loss : null, validation.bestStep() == step);
        LOG.debugf("step=%d copied in %d us", step, (System.nanoTime() - begun) / 1000);
        return shot;
    }

    private void store(Shot shot) {
        try (TrainingSnapshot snapshot = shot.snapshot()) {
            snapshot.write(folder);
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.DISK_FULL, "the work directory cannot be used", e);
        }
        ObjectRef manifest = store.write(hold.run(), hold.generation(), shot.step(), machine, folder);
        Folder.delete(folder);
        announce(shot, manifest);
    }

    private void announce(Shot shot, ObjectRef manifest) {
        Instant at = clock.instant();
        @Nullable Boolean best = shot.best() ? true : null;
        CheckpointWritten newest =
                new CheckpointWritten(hold.run(), hold.generation(), shot.step(), manifest, shot.loss(), best, at);
        announced.add(newest);
        List<CheckpointWritten> dropped = retention.dropped(announced);
        List<Event> events = new ArrayList<>(List.of(newest, RunEvents.event(run.progressed(shot.step()), at)));
        dropped.forEach(each -> events.add(new CheckpointDropped(each.run(), each.generation(), each.step(), at)));
        hold.publish(events);
        CrashPoints.reach("trainer", "after-checkpoint-event");
        announced.removeAll(dropped);
        dropped.forEach(this::delete);
    }

    /** What stays behind when the store does not answer costs room, nothing else: nobody reads what was dropped. */
    private void delete(CheckpointWritten dropped) {
        try {
            store.delete(dropped);
        } catch (MillraceException e) {
            LOG.warnf("errorCode=%s runId=%s step=%d could not be deleted", e.code(), dropped.run(), dropped.step());
        }
    }

    @Override
    public void close() {
        background.close();
    }
}
