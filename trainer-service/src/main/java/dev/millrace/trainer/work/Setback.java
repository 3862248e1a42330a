package dev.millrace.trainer.work;

import dev.millrace.contracts.event.CheckpointWritten;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.RunReturned;
import dev.millrace.contracts.event.RunReturned.Cause;
import dev.millrace.contracts.recipe.TrainingRecipe;
import dev.millrace.trainer.run.RunEvents;
import dev.millrace.trainer.run.RunState.Running;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jboss.logging.Logger;

/**
 * What is said of a run that cannot go on as it was. It ends this holder's work: whoever claims the run next, most often the same trainer,
 * does the steps again under a generation of its own.
 */
final class Setback {
    private static final Logger LOG = Logger.getLogger(Setback.class);

    private final Workshop shop;
    private final RunHold hold;

    Setback(Workshop shop, RunHold hold) {
        this.shop = shop;
        this.hold = hold;
    }

    /**
     * Goes back to the latest checkpoint up to a step, or to the beginning; what went wrong by itself is tried at half the learning rate.
     *
     * @param kept checkpoints that may be resumed from
     */
    void back(Running run, List<CheckpointWritten> kept, long target, Cause cause) {
        int step = kept.stream()
                .mapToInt(CheckpointWritten::step)
                .filter(each -> each <= target)
                .max()
                .orElse(0);
        Instant at = shop.clock().instant();
        Event returned = new RunReturned(hold.run(), hold.generation(), step, cause, at);
        LOG.warnf("runId=%s cause=%s goes on from step %d", hold.run(), cause, step);
        hold.publish(List.of(returned, RunEvents.event(gentler(run, cause).progressed(step), at), hold.release()));
    }

    private static Running gentler(Running run, Cause cause) {
        return switch (cause) {
            case REVERTED, STALLED -> run;
            case NOT_A_NUMBER, DIVERGED -> {
                TrainingRecipe recipe = run.facts().recipe();
                double rate = Objects.requireNonNull(recipe.learningRate()) / 2;
                yield run.with(recipe.with().learningRate(rate).build());
            }
        };
    }

    /** The same steps in smaller pieces. @return whether they can be smaller */
    boolean inSmallerBatches(Running run) {
        TrainingRecipe recipe = run.facts().recipe();
        int micro = Objects.requireNonNull(recipe.microBatch());
        if (micro == 1) {
            return false;
        }
        Running smaller = run.with(smaller(recipe, micro));
        LOG.warnf(
                "runId=%s: memory ran out; the micro-batch is now %d instead of %d",
                hold.run(), smaller.facts().recipe().microBatch(), micro);
        hold.publish(List.of(RunEvents.event(smaller, shop.clock().instant()), hold.release()));
        return true;
    }

    /** Half the micro-batch, or the next smaller number that the batch is a multiple of. */
    static TrainingRecipe smaller(TrainingRecipe recipe, int micro) {
        int batch = Objects.requireNonNull(recipe.batch());
        int less = micro / 2;
        while (batch % less != 0) {
            less--;
        }
        return recipe.with().microBatch(less).build();
    }
}
