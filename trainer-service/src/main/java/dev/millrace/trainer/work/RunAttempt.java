package dev.millrace.trainer.work;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.event.CheckpointWritten;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.RunReturned.Cause;
import dev.millrace.contracts.manifest.ModelManifest;
import dev.millrace.contracts.recipe.TrainingRecipe;
import dev.millrace.contracts.recipe.WatchRecipe;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** One holder's work on a run, from where the last one got to. */
final class RunAttempt {
    private static final Logger LOG = Logger.getLogger(RunAttempt.class);
    private static final Duration LAST_WORDS = Duration.ofSeconds(10);

    private final Workshop shop;
    private final RunHold hold;
    private final Path folder;
    private final StopObserver stop;
    private final Setback setback;
    private final Progress progress = new Progress();

    /** @param stopping whether the trainer itself is to stop */
    RunAttempt(Workshop shop, RunHold hold, Path folder, BooleanSupplier stopping) {
        this.shop = shop;
        this.hold = hold;
        this.folder = folder;
        this.stop = new StopObserver(hold, shop.board(), stopping);
        this.setback = new Setback(shop, hold);
    }

    /**
     * Works until the run is finished, or is to stop.
     *
     * @throws MillraceException RUN_FENCED when somebody else holds the run now; otherwise what it failed with
     */
    void work(Running run) {
        Stop early = stop.look();
        switch (early) {
            case NONE -> begin(run);
            case REVERT -> revert(run, shop.board().view(hold.run()).checkpoints());
            case CANCEL, PAUSE, SHUTDOWN -> hold.publish(farewell(early, run));
        }
    }

    private void begin(Running run) {
        try (Prepared prepared = shop.preparation().prepare(run, folder)) {
            hold.publish(List.of(event(prepared.run())));
            train(prepared);
        }
    }

    private void train(Prepared prepared) {
        WatchRecipe watch = watch(prepared);
        HeldOut heldOut = prepared.heldOut();
        Validation validation = new Validation(
                heldOut, rhythm(prepared), prepared.subject().model().files(), folder.resolve("best"));
        MetricsObserver metrics = metrics(validation);
        DivergenceWatch divergence = new DivergenceWatch(
                Objects.requireNonNull(watch.divergence()), Objects.requireNonNull(watch.divergenceSteps()));
        CheckpointObserver checkpoints =
                new CheckpointObserver(shop, hold, prepared.run(), metrics, progress, validation, folder);
        StallWatch stall = new StallWatch(
                Duration.ofSeconds(Objects.requireNonNull(watch.stallSeconds())),
                () -> stalled(prepared.run(), checkpoints.announced()));
        List<TrainingObserver> observers = new ArrayList<>(List.of(progress, validation, metrics, divergence));
        observers.addAll(List.of(checkpoints, stop, stall, new ProgressLog(hold.run())));
        shop.note().write(hold.run(), prepared.plan().batch());
        Resumption resumption = new Resumption(shop, hold, folder, progress, validation);
        // The checkpoint under way reads memory of the loop, so it ends first.
        try (Samples samples = samples(prepared, validation, watch);
                TrainingLoop loop = resumption.loop(prepared, samples.beside(observers));
                stall;
                checkpoints) {
            loop.run();
            hold.requireHeld();
            end(prepared, loop, metrics, validation, checkpoints);
        } catch (RuntimeException | OutOfMemoryError e) {
            if (!goesOn(prepared.run(), e, divergence, metrics, checkpoints)) {
                throw e;
            }
        }
    }

    private static WatchRecipe watch(Prepared prepared) {
        return Objects.requireNonNull(prepared.run().facts().recipe().watch());
    }

    private Samples samples(Prepared prepared, Validation validation, WatchRecipe watch) {
        return Samples.of(hold, prepared, validation, watch, shop.clock());
    }

    private void end(
            Prepared prepared,
            TrainingLoop loop,
            MetricsObserver metrics,
            Validation validation,
            CheckpointObserver checkpoints) {
        Running reached = prepared.run().progressed(Math.toIntExact(loop.view().step()));
        Stop why = stop.look();
        boolean done = loop.view().step() == prepared.plan().steps() || validation.isOver();
        if (why == Stop.REVERT) {
            checkpoints.write(loop.view(), List.of());
            revert(reached, checkpoints.announced());
        } else if (why == Stop.CANCEL) {
            checkpoints.settle();
            hold.publish(farewell(why, reached));
        } else if (!done) {
            checkpoints.write(loop.view(), farewell(why, reached));
        } else {
            checkpoints.settle();
            finish(prepared, reached, metrics, validation);
        }
    }

    private void revert(Running run, List<CheckpointWritten> kept) {
        int target = shop.board().view(hold.run()).pendingRevert().orElseThrow();
        setback.back(run, kept, target, Cause.REVERTED);
    }

    /** Whether a run that failed like this has a way to go on, which has then been said. */
    private boolean goesOn(
            Running run,
            Throwable failure,
            DivergenceWatch divergence,
            MetricsObserver metrics,
            CheckpointObserver checkpoints) {
        if (OutOfMemory.is(failure)) {
            return setback.inSmallerBatches(run);
        }
        boolean diverged = failure instanceof MillraceException known && known.code() == ErrorCode.RUN_DIVERGED;
        if (diverged) {
            hold.publish(metrics.drain());
        }
        if (!diverged || !mayReturn(run)) {
            return false;
        }
        Cause cause = divergence.tripped() ? Cause.DIVERGED : Cause.NOT_A_NUMBER;
        setback.back(run, checkpoints.announced(), divergence.lastGood(), cause);
        return true;
    }

    private boolean mayReturn(Running run) {
        WatchRecipe watch = Objects.requireNonNull(run.facts().recipe().watch());
        return shop.board().view(hold.run()).ownReturns() < Objects.requireNonNull(watch.returns());
    }

    /** The thread that trains may never come back, so the process ends; what is to be said is said if Kafka takes it. */
    private void stalled(Running run, List<CheckpointWritten> kept) {
        LOG.errorf("errorCode=%s runId=%s: this process ends", ErrorCode.RUN_STALLED, hold.run());
        Thread teller = Thread.ofPlatform().daemon().start(() -> tellStalled(run, kept));
        try {
            if (!teller.join(LAST_WORDS)) {
                LOG.warnf("runId=%s: nothing could be said", hold.run());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        shop.halt().run();
    }

    private void tellStalled(Running run, List<CheckpointWritten> kept) {
        if (mayReturn(run)) {
            setback.back(run, kept, Long.MAX_VALUE, Cause.STALLED);
        } else {
            RunState failed = run.fail(ErrorCode.RUN_STALLED, ErrorCode.RUN_STALLED.meaning());
            hold.publish(List.of(event(failed), hold.release()));
        }
    }

    private List<Event> farewell(Stop why, Running reached) {
        LOG.infof("runId=%s step=%d stops: %s", hold.run(), reached.facts().step(), why);
        return switch (why) {
            case CANCEL -> List.of(event(reached.cancel()), hold.release());
            case PAUSE -> List.of(event(reached.pause()), hold.release());
            case SHUTDOWN, REVERT, NONE -> List.of(hold.release());
        };
    }

    private static Validation.Rhythm rhythm(Prepared prepared) {
        TrainingPlan plan = prepared.plan();
        long tokensAStep = (long) plan.batch() * plan.accumulation() * plan.context();
        TrainingRecipe recipe = prepared.run().facts().recipe();
        boolean measuresCheckpoints = recipe.checkpoints() != null
                && Boolean.TRUE.equals(recipe.checkpoints().keepBest());
        int also = measuresCheckpoints ? Objects.requireNonNull(recipe.checkpointEvery()) : 0;
        int patience = Objects.requireNonNull(watch(prepared).patience());
        return Validation.Rhythm.of(
                plan.steps(), tokensAStep, prepared.heldOut().tokens(), also, patience);
    }

    private void finish(Prepared prepared, Running reached, MetricsObserver metrics, Validation validation) {
        RunFacts facts = reached.facts();
        Path directory = Folder.fresh(folder.resolve("model"));
        save(prepared, validation, facts.step(), directory);
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

    /** The weights that did best on the validation split; the last ones without such a split or by wish. Adapters lie beside, too. */
    private void save(Prepared prepared, Validation validation, int step, Path directory) {
        TensorType type = type(prepared.plan().precision());
        if (WatchRecipe.BEST.equals(watch(prepared).keep())) {
            validation.restoreBest(prepared.subject().model(), step);
        }
        prepared.subject().publish(Folder.fresh(folder.resolve("adapter")), directory, type);
    }

    private static TensorType type(Precision precision) {
        return switch (precision) {
            case FP32 -> TensorType.F32;
            case BF16 -> TensorType.BF16;
            case FP16 -> TensorType.F16;
        };
    }

    private static ModelManifest about(Prepared prepared) {
        RunFacts facts = prepared.run().facts();
        return new ModelManifest(
                "",
                facts.run(),
                facts.collection(),
                facts.dataset().version(),
                Preparation.baseName(facts.recipe().base()),
                prepared.subject().templateSha256(),
                prepared.subject().context(),
                List.of());
    }

    private MetricsObserver metrics(Validation validation) {
        return new MetricsObserver(
                hold,
                hold.generation() == 1
                        ? Map.of()
                        : shop.said().of(hold.run(), shop.board().view(hold.run())::counts),
                shop.settings().flush(),
                shop.clock(),
                validation::measured);
    }

    private Event event(RunState state) {
        return RunEvents.event(state, shop.clock().instant());
    }
}
