package dev.millrace.trainer.work;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.ErrorKind;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.event.CheckpointWritten;
import dev.millrace.messaging.CrashPoints;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.messaging.Part;
import dev.millrace.trainer.files.Folder;
import dev.millrace.trainer.run.RunEvents;
import dev.millrace.trainer.run.RunState;
import dev.millrace.trainer.run.RunState.Running;
import dev.millrace.trainer.run.RunView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Takes one run after the other that nobody holds, and trains it. */
public final class RunWorker implements Part {
    private static final Logger LOG = Logger.getLogger(RunWorker.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Workshop shop;
    private final Runnable catchUp;
    private final Function<String, EventPublisher> fencing;
    private final Thread thread = Thread.ofPlatform().name("trainer").unstarted(this::loop);
    private volatile boolean stopping;
    private int failures;

    /**
     * @param catchUp makes the board know all that is committed
     * @param fencing opens a publisher that fences every earlier one of the same id
     */
    public RunWorker(Workshop shop, Runnable catchUp, Function<String, EventPublisher> fencing) {
        this.shop = shop;
        this.catchUp = catchUp;
        this.fencing = fencing;
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public boolean isRunning() {
        return thread.isAlive();
    }

    /** Ends the run in hand after its next step, with a checkpoint, and gives it back. */
    @Override
    public void close() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void loop() {
        Folder.fresh(shop.settings().folder());
        while (!stopping) {
            try {
                if (claimable().isEmpty()) {
                    shop.board().awaitChange(shop.settings().poll());
                } else {
                    // While Kafka does not answer a claim would only use up a generation, and what is new may be
                    // another's claim.
                    catchUp.run();
                    claimable().ifPresent(this::claim);
                }
            } catch (MillraceException e) {
                retryLater(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private Optional<String> claimable() {
        return shop.board().claimable(shop.settings().slot(), shop.settings().lease());
    }

    private void claim(String run) {
        int generation = shop.board().view(run).nextGeneration();
        CrashPoints.reach("trainer", "before-claim");
        boolean ours = shop.claims().take(run, generation);
        shop.board().claimed(run, generation);
        CrashPoints.reach("trainer", "after-claim");
        if (ours) {
            try (RunHold hold = hold(run, generation)) {
                work(hold);
            }
        }
    }

    private RunHold hold(String run, int generation) {
        return new RunHold(
                fencing.apply("run-" + run), run, generation, shop.settings().slot(), shop.clock());
    }

    /** From here on every earlier holder is refused, so what is committed now is all they will ever have said. */
    private void work(RunHold hold) {
        CrashPoints.reach("trainer", "after-fence");
        if (shop.claims().isSuperseded(hold.run(), hold.generation())) {
            LOG.infof("runId=%s generation=%d came too late", hold.run(), hold.generation());
            return;
        }
        catchUp.run();
        RunView view = shop.board().view(hold.run());
        RunState state = view.state();
        Optional<Running> claimed = state == null ? Optional.empty() : state.claimedBy(hold.generation());
        if (claimed.isPresent()) {
            work(hold, claimed.get(), view);
        }
    }

    private void work(RunHold hold, Running run, RunView view) {
        LOG.infof("runId=%s generation=%d claimed", hold.run(), hold.generation());
        Path folder = Folder.fresh(shop.settings().folder().resolve(hold.run() + "." + hold.generation()));
        try {
            hold.startHeartbeat(shop.settings().heartbeat());
            requireProgress(run, view);
            Running fitting = afterKill(run);
            hold.publish(List.of(RunEvents.event(fitting, shop.clock().instant())));
            new RunAttempt(shop, hold, folder, () -> stopping).work(fitting);
            failures = 0;
        } catch (MillraceException e) {
            failed(hold, run, e);
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.errorf(e, "runId=%s generation=%d: unexpected", hold.run(), hold.generation());
            failed(hold, run, OutOfMemory.is(e) ? memory(e) : internal(e));
        } finally {
            shop.note().clear();
            Folder.delete(folder);
        }
    }

    /** In smaller pieces, when the kernel ended this trainer's last work on it because memory ran out. */
    private Running afterKill(Running run) {
        OptionalInt micro = shop.note().endedBy(run.facts().run());
        if (micro.isEmpty()) {
            return run;
        }
        if (micro.getAsInt() == 1) {
            throw new MillraceException(ErrorCode.MEMORY_EXHAUSTED, ErrorCode.MEMORY_EXHAUSTED.meaning());
        }
        LOG.warnf(
                "runId=%s was ended by the memory limit at a micro-batch of %d",
                run.facts().run(), micro.getAsInt());
        return run.with(Setback.smaller(run.facts().recipe(), micro.getAsInt()));
    }

    /** A run that ends the process again and again is given up. */
    private void requireProgress(Running run, RunView view) {
        int last = view.checkpoints().stream()
                .mapToInt(CheckpointWritten::generation)
                .max()
                .orElse(0);
        if (run.facts().generation() - last > shop.settings().attempts()) {
            throw new MillraceException(
                    ErrorCode.REPEATED_CRASH,
                    "the run was begun " + shop.settings().attempts() + " times in vain");
        }
    }

    private void failed(RunHold hold, Running run, MillraceException cause) {
        if (cause.code() == ErrorCode.RUN_FENCED) {
            LOG.warnf("errorCode=%s runId=%s generation=%d stops", cause.code(), hold.run(), hold.generation());
        } else if (isOver(cause)) {
            LOG.errorf(cause, "errorCode=%s runId=%s failed: %s", cause.code(), hold.run(), cause.getMessage());
            RunState failed = lastKnown(run).fail(cause.code(), message(cause));
            hold.publish(List.of(RunEvents.event(failed, shop.clock().instant()), hold.release()));
        } else {
            retryLater(cause);
        }
    }

    /** With the resolved recipe and the steps done, when they have been said. */
    private Running lastKnown(Running claimed) {
        RunState state = shop.board().view(claimed.facts().run()).state();
        return state instanceof Running running
                        && running.facts().generation() == claimed.facts().generation()
                ? running
                : claimed;
    }

    private static boolean isOver(MillraceException cause) {
        return cause.code() == ErrorCode.MEMORY_EXHAUSTED
                || cause.kind() == ErrorKind.INPUT
                || cause.kind() == ErrorKind.INTERNAL;
    }

    private static String message(MillraceException cause) {
        String message = cause.getMessage();
        return message == null ? cause.code().meaning() : message;
    }

    private static MillraceException memory(Throwable cause) {
        return new MillraceException(ErrorCode.MEMORY_EXHAUSTED, ErrorCode.MEMORY_EXHAUSTED.meaning(), cause);
    }

    private static MillraceException internal(Throwable cause) {
        return new MillraceException(ErrorCode.INTERNAL_ERROR, ErrorCode.INTERNAL_ERROR.meaning(), cause);
    }

    /** Something outside does not answer: the run stays as it is, and whoever comes next goes on with it. */
    private void retryLater(MillraceException cause) {
        failures++;
        long wait = Math.min(LONGEST_PAUSE.toMillis(), 250L << Math.min(failures, 10));
        LOG.warnf("errorCode=%s: trying again in %d ms", cause.code(), wait);
        long until = System.nanoTime() + Duration.ofMillis(wait).toNanos();
        try {
            while (!stopping && System.nanoTime() < until) {
                Thread.sleep(Math.min(wait, 100));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }
}
