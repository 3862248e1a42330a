package dev.millrace.trainer.work;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.event.CheckpointWritten;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.manifest.CheckpointManifest;
import dev.millrace.contracts.manifest.ModelManifest;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.decoder.Precision;
import dev.millrace.model.safetensors.TensorType;
import dev.millrace.model.training.TrainingLoop;
import dev.millrace.model.training.TrainingObserver;
import dev.millrace.model.training.TrainingPlan;
import dev.millrace.trainer.files.Folder;
import dev.millrace.trainer.files.ModelStore;
import dev.millrace.trainer.run.RunEvents;
import dev.millrace.trainer.run.RunFacts;
import dev.millrace.trainer.run.RunState;
import dev.millrace.trainer.run.RunState.Outcome;
import dev.millrace.trainer.run.RunState.Running;
import dev.millrace.trainer.work.StopObserver.Stop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** One holder's work on a run, from where the last one got to. */
final class RunAttempt {
    private static final Logger LOG = Logger.getLogger(RunAttempt.class);

    private final Workshop shop;
    private final RunHold hold;
    private final Path folder;
    private final StopObserver stop;
    private final Progress progress = new Progress();

    /** @param stopping whether the trainer itself is to stop */
    RunAttempt(Workshop shop, RunHold hold, Path folder, BooleanSupplier stopping) {
        this.shop = shop;
        this.hold = hold;
        this.folder = folder;
        this.stop = new StopObserver(hold, shop.board(), stopping);
    }

    /**
     * Works until the run is finished, or is to stop.
     *
     * @throws MillraceException RUN_FENCED when somebody else holds the run now; otherwise what it failed with
     */
    void work(Running run) {
        Stop early = stop.look();
        if (early != Stop.NONE) {
            hold.publish(farewell(early, run));
            return;
        }
        Prepared prepared = shop.preparation().prepare(run, folder);
        try (var model = prepared.model()) {
            assert model == prepared.model();
            hold.publish(List.of(event(prepared.run())));
            train(prepared);
        }
    }

    private void train(Prepared prepared) {
        ValidationLoss loss = new ValidationLoss(prepared.model(), prepared.validation(), prepared.plan());
        Validation validation =
                new Validation(loss, rhythm(prepared, loss), prepared.model().files(), folder.resolve("best"));
        MetricsObserver metrics = metrics(validation);
        CheckpointObserver checkpoints = checkpoints(prepared, metrics, validation);
        List<TrainingObserver> observers =
                List.of(progress, validation, metrics, checkpoints, stop, new ProgressLog(hold.run()));
        try (TrainingLoop loop = loop(prepared, observers, validation)) {
            loop.run();
            hold.requireHeld();
            Running reached =
                    prepared.run().progressed(Math.toIntExact(loop.view().step()));
            Stop why = stop.look();
            boolean done = loop.view().step() == prepared.plan().steps() || validation.isOver();
            if (!done || why == Stop.CANCEL) {
                end(why, reached, checkpoints, loop);
            } else {
                finish(prepared, reached, metrics, validation);
            }
        }
    }

    private void end(Stop why, Running reached, CheckpointObserver checkpoints, TrainingLoop loop) {
        List<Event> farewell = farewell(why, reached);
        if (why == Stop.CANCEL) {
            hold.publish(farewell);
        } else {
            checkpoints.write(loop.view(), farewell);
        }
    }

    private List<Event> farewell(Stop why, Running reached) {
        LOG.infof("runId=%s step=%d stops: %s", hold.run(), reached.facts().step(), why);
        return switch (why) {
            case CANCEL -> List.of(event(reached.cancel()), hold.release());
            case PAUSE -> List.of(event(reached.pause()), hold.release());
            case SHUTDOWN, NONE -> List.of(hold.release());
        };
    }

    private static Validation.Rhythm rhythm(Prepared prepared, ValidationLoss loss) {
        TrainingPlan plan = prepared.plan();
        long tokensAStep = (long) plan.batch() * plan.accumulation() * plan.context();
        return Validation.Rhythm.of(plan.steps(), tokensAStep, loss.tokens());
    }

    private void finish(Prepared prepared, Running reached, MetricsObserver metrics, Validation validation) {
        RunFacts facts = reached.facts();
        Path directory = Folder.fresh(folder.resolve("model"));
        save(prepared, validation, facts.step(), directory);
        prepared.texts().write(directory, prepared.model().config());
        ModelStore.Published model = shop.models().publish(directory, facts.collection(), about(prepared));
        Outcome outcome = new Outcome(
                progress.firstLoss(),
                progress.lastLoss(),
                progress.tokensPerSecond(),
                model.modelId(),
                model.manifest());
        List<Event> last = new ArrayList<>(metrics.drain());
        last.add(event(reached.finish(outcome)));
        last.add(hold.release());
        hold.publish(last);
        LOG.infof("runId=%s finished modelId=%s bestStep=%d", hold.run(), model.modelId(), validation.bestStep());
    }

    /** The weights that did best on the validation split; the last ones without such a split. Adapters lie beside, too. */
    private void save(Prepared prepared, Validation validation, int step, Path directory) {
        TensorType type = prepared.plan().precision() == Precision.BF16 ? TensorType.BF16 : TensorType.F32;
        DecoderModel model = prepared.model();
        validation.restoreBest(model, step);
        if (model.adapter().isPresent()) {
            AdapterParts.write(model, Folder.fresh(folder.resolve("adapter")), directory);
            model.merge();
        }
        Preparation.save(model, directory, type);
    }

    private static ModelManifest about(Prepared prepared) {
        RunFacts facts = prepared.run().facts();
        return new ModelManifest(
                "",
                facts.run(),
                facts.collection(),
                facts.dataset().version(),
                Preparation.baseName(facts.recipe().base()),
                prepared.texts().templateSha256(),
                prepared.model().config().maxPositions(),
                List.of());
    }

    private MetricsObserver metrics(Validation validation) {
        return new MetricsObserver(
                hold,
                hold.generation() == 1 ? Map.of() : shop.said().of(hold.run()),
                shop.settings().flush(),
                shop.clock(),
                validation::measured);
    }

    private CheckpointObserver checkpoints(Prepared prepared, MetricsObserver metrics, Validation validation) {
        return new CheckpointObserver(
                hold,
                prepared.run(),
                shop.checkpoints(),
                metrics,
                progress,
                validation,
                shop.engine().machine(),
                folder,
                shop.clock(),
                checkpointEvery(prepared));
    }

    private static int checkpointEvery(Prepared prepared) {
        return Objects.requireNonNull(prepared.run().facts().recipe().checkpointEvery());
    }

    /** From the newest announced checkpoint that is whole; from the beginning when there is none. */
    private TrainingLoop loop(Prepared prepared, List<TrainingObserver> observers, Validation validation) {
        List<CheckpointWritten> newestFirst = shop.board().view(hold.run()).checkpoints().stream()
                .sorted(Comparator.comparingInt(CheckpointWritten::step)
                        .thenComparingInt(CheckpointWritten::generation)
                        .reversed())
                .toList();
        List<Integer> damaged = new ArrayList<>();
        for (CheckpointWritten announced : newestFirst) {
            try {
                TrainingLoop loop = resumed(announced, prepared, observers, validation);
                warn(prepared, damaged, announced.step());
                return loop;
            } catch (MillraceException e) {
                if (e.code() != ErrorCode.CHECKPOINT_DAMAGED) {
                    throw e;
                }
                LOG.errorf(
                        "errorCode=%s runId=%s generation=%d step=%d: %s; an earlier one is used",
                        e.code(), hold.run(), announced.generation(), announced.step(), e.getMessage());
                damaged.add(announced.step());
            }
        }
        warn(prepared, damaged, 0);
        return TrainingLoop.begin(prepared.model(), prepared.train(), prepared.plan(), observers);
    }

    /** Says which checkpoints were refused and which one is used. */
    private void warn(Prepared prepared, List<Integer> damaged, int used) {
        if (!damaged.isEmpty()) {
            String steps = damaged.stream().map(String::valueOf).collect(Collectors.joining(", "));
            String message = "checkpoints refused: step " + steps + "; the run goes on from step " + used;
            hold.publish(List.of(RunEvents.warning(
                    prepared.run(),
                    ErrorCode.CHECKPOINT_DAMAGED,
                    message,
                    shop.clock().instant())));
        }
    }

    private TrainingLoop resumed(
            CheckpointWritten announced, Prepared prepared, List<TrainingObserver> observers, Validation validation) {
        Path directory = Folder.fresh(folder.resolve("resume"));
        CheckpointManifest manifest = shop.checkpoints().fetch(announced, directory);
        if (!manifest.machine().equals(shop.engine().machine())) {
            LOG.warnf("runId=%s goes on with another processor or thread count: bits may differ", hold.run());
        }
        TrainingLoop loop =
                TrainingLoop.resume(prepared.model(), prepared.train(), prepared.plan(), observers, directory);
        progress.resume(directory);
        validation.resume(directory);
        LOG.infof("runId=%s resumes generation=%d step=%d", hold.run(), announced.generation(), announced.step());
        return loop;
    }

    private Event event(RunState state) {
        return RunEvents.event(state, shop.clock().instant());
    }
}
