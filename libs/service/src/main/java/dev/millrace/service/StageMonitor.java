package dev.millrace.service;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.messaging.StageListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Turns what stages go through into metrics and log lines; a stage that gives up ends the process, so that it is seen and restarted. */
@Singleton
public final class StageMonitor implements StageListener {
    private static final Logger LOG = Logger.getLogger(StageMonitor.class);
    private static final int FAILED = 1;

    private final MeterRegistry meters;

    StageMonitor(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void committed(String channel, int records, int events, Duration took) {
        meters.counter("millrace.stage.records", "channel", channel).increment(records);
        meters.counter("millrace.stage.events", "channel", channel).increment(events);
        meters.timer("millrace.stage.batch", "channel", channel).record(took);
    }

    @Override
    public void waiting(String channel, ErrorCode code, int attempt) {
        LOG.warnf("channel=%s errorCode=%s attempt=%d: waiting, then trying again", channel, code, attempt);
        meters.counter("millrace.stage.retries", "channel", channel, "code", code.name())
                .increment();
    }

    @Override
    public void deadLettered(String channel, ErrorCode code, Throwable cause) {
        LOG.errorf("channel=%s errorCode=%s: a record went to the dead letters: %s", channel, code, trace(cause));
        meters.counter("millrace.stage.dead.letters", "channel", channel, "code", code.name())
                .increment();
    }

    @Override
    public void stopped(String channel, Throwable cause) {
        LOG.errorf("channel=%s: the stage cannot go on, the service stops: %s", channel, trace(cause));
        Quarkus.asyncExit(FAILED);
    }

    /** Where it happened without what it said: messages of foreign exceptions can hold document text. */
    private static String trace(Throwable cause) {
        StringBuilder text = new StringBuilder();
        for (Throwable at = cause; at != null; at = at.getCause()) {
            StackTraceElement[] frames = at.getStackTrace();
            text.append(text.isEmpty() ? "" : " <- ").append(at.getClass().getName());
            for (int i = 0; i < Math.min(4, frames.length); i++) {
                text.append(" @").append(frames[i].getClassName()).append(':').append(frames[i].getLineNumber());
            }
        }
        return text.toString();
    }
}
