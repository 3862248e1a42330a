package dev.millrace.trainer.work;

import dev.millrace.model.training.StepReport;
import dev.millrace.model.training.TrainingObserver;
import dev.millrace.model.training.TrainingView;
import java.time.Duration;
import java.util.Locale;
import org.jboss.logging.Logger;

/** A line now and then. */
final class ProgressLog implements TrainingObserver {
    private static final Logger LOG = Logger.getLogger(ProgressLog.class);
    private static final long EVERY = Duration.ofSeconds(10).toNanos();

    private final String run;
    private long written = System.nanoTime();

    ProgressLog(String run) {
        this.run = run;
    }

    @Override
    public void started(TrainingView view) {
        LOG.infof(
                "runId=%s training from step %d to %d",
                run, view.step(), view.plan().steps());
    }

    @Override
    public void stepped(StepReport report, TrainingView view) {
        if (System.nanoTime() - written >= EVERY) {
            written = System.nanoTime();
            LOG.infof(
                    "runId=%s step=%d/%d loss=%s tokensPerSecond=%d",
                    run,
                    report.step(),
                    view.plan().steps(),
                    String.format(Locale.ROOT, "%.4f", report.loss()),
                    Math.round(report.tokens() * 1e9 / Math.max(1, report.nanos())));
        }
    }
}
