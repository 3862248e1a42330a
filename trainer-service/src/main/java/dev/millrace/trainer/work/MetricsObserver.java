package dev.millrace.trainer.work;

import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.TrainingMetrics;
import dev.millrace.model.training.StepReport;
import dev.millrace.model.training.TrainingObserver;
import dev.millrace.model.training.TrainingView;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Says what every step measured, exactly once for a run and step: what an earlier holder has said is not said again, only
 * compared.
 */
final class MetricsObserver implements TrainingObserver {
    private static final Logger LOG = Logger.getLogger(MetricsObserver.class);
    private static final int MOST_WAITING = 200;

    private final RunHold hold;
    private final Map<Integer, TrainingMetrics> said;
    private final Duration flush;
    private final Clock clock;
    private final Pace pace = new Pace();
    private final List<Event> waiting = new ArrayList<>();
    private long flushed = System.nanoTime();
    private final DoubleSupplier validation;

    /**
     * @param said what has been published of this run, by step
     * @param validation loss on the validation split as of the step in hand; not a number when it was not measured
     */
    MetricsObserver(
            RunHold hold, Map<Integer, TrainingMetrics> said, Duration flush, Clock clock, DoubleSupplier validation) {
        this.hold = hold;
        this.said = Map.copyOf(said);
        this.flush = flush;
        this.clock = clock;
        this.validation = validation;
    }

    @Override
    public void stepped(StepReport report, TrainingView view) {
        int step = Math.toIntExact(report.step());
        TrainingMetrics earlier = said.get(step);
        if (earlier == null) {
            waiting.add(metrics(report, view));
        } else {
            compare(earlier, report);
        }
        if (waiting.size() >= MOST_WAITING || System.nanoTime() - flushed >= flush.toNanos()) {
            hold.publish(drain());
        }
    }

    private TrainingMetrics metrics(StepReport report, TrainingView view) {
        long steps = view.plan().steps();
        Map<String, Double> values = new HashMap<>(report.measures());
        values.put("loss", report.loss());
        values.put("learning_rate", report.learningRate());
        values.put("gradient_norm", report.gradientNorm());
        values.put("tokens", (double) report.tokens());
        values.put("epoch", report.epoch());
        values.put("tokens_per_second", report.tokens() * 1e9 / Math.max(1, report.nanos()));
        values.put("seconds_left", pace.secondsLeft(System.nanoTime(), report.nanos(), steps - report.step()));
        MachineMemory.resident().ifPresent(bytes -> values.put("memory", (double) bytes));
        double held = validation.getAsDouble();
        if (Double.isFinite(held)) {
            values.put("validation_loss", held);
        }
        return new TrainingMetrics(
                hold.run(),
                hold.generation(),
                Math.toIntExact(report.step()),
                Math.toIntExact(steps),
                values,
                clock.instant());
    }

    private void compare(TrainingMetrics earlier, StepReport report) {
        @Nullable Double loss = earlier.values().get("loss");
        if (loss == null || Double.doubleToLongBits(loss) != Double.doubleToLongBits(report.loss())) {
            LOG.warnf(
                    "runId=%s step=%d: the loss differs from what generation %d measured",
                    hold.run(), report.step(), earlier.generation());
        }
    }

    /** What has not been said yet; the caller says it. */
    List<Event> drain() {
        List<Event> drained = List.copyOf(waiting);
        waiting.clear();
        flushed = System.nanoTime();
        return drained;
    }
}
