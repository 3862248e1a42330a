package dev.millrace.trainer.work;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.CheckpointDropped;
import dev.millrace.contracts.event.CheckpointWritten;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.contracts.event.RunReturned;
import dev.millrace.contracts.event.SamplesGenerated;
import dev.millrace.contracts.event.TrainingLease;
import dev.millrace.contracts.event.TrainingMetrics;
import dev.millrace.contracts.event.TrainingRunChanged;
import dev.millrace.messaging.EventPublisher;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A trainer's hold on a run. All that is said of the run goes through here, all or nothing, and no more once a newer holder has
 * spoken: a refused call ends the hold for good.
 */
final class RunHold implements AutoCloseable {
    private final EventPublisher publisher;
    private final String run;
    private final int generation;
    private final String holder;
    private final Clock clock;
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("heartbeat").factory());
    private volatile @Nullable MillraceException lost;
    private @Nullable ScheduledFuture<?> beating;

    /** @param publisher fences every earlier holder's; closed with the hold */
    RunHold(EventPublisher publisher, String run, int generation, String holder, Clock clock) {
        this.publisher = publisher;
        this.run = run;
        this.generation = generation;
        this.holder = holder;
        this.clock = clock;
    }

    String run() {
        return run;
    }

    int generation() {
        return generation;
    }

    void startHeartbeat(Duration every) {
        beating = heart.scheduleAtFixedRate(this::beat, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void beat() {
        if (lost == null) {
            try {
                publish(List.of(sign(false)));
            } catch (MillraceException e) {
                // Kept: the training thread meets it at its next step.
            }
        }
    }

    /** The last word of a holder that gives the run back. */
    Event release() {
        return sign(true);
    }

    private Event sign(boolean released) {
        return new TrainingLease(run, generation, holder, released, clock.instant());
    }

    /**
     * Says all of this or nothing.
     *
     * @throws MillraceException {@link ErrorCode#RUN_FENCED} when somebody else holds the run now, or
     *     {@link ErrorCode#BROKER_UNAVAILABLE}; after either the hold is lost
     */
    synchronized void publish(List<? extends Event> events) {
        requireHeld();
        try {
            publisher.publish(events.stream().map(RunHold::outgoing).toList());
        } catch (MillraceException e) {
            lost = e;
            throw e;
        }
    }

    /** Throws what ended the hold, if something has. */
    void requireHeld() {
        MillraceException end = lost;
        if (end != null) {
            throw new MillraceException(end.code(), "the run is no longer held", end);
        }
    }

    private static OutgoingEvent outgoing(Event event) {
        if (event instanceof TrainingRunChanged) {
            return OutgoingEvent.to(Topic.TRAINING_RUNS, event);
        } else if (event instanceof TrainingMetrics || event instanceof SamplesGenerated) {
            return OutgoingEvent.to(Topic.TRAINING_METRICS, event);
        } else if (event instanceof CheckpointWritten
                || event instanceof CheckpointDropped
                || event instanceof RunReturned) {
            return OutgoingEvent.to(Topic.TRAINING_CHECKPOINTS, event);
        } else if (event instanceof TrainingLease) {
            return OutgoingEvent.to(Topic.TRAINING_LEASES, event);
        }
        throw new IllegalArgumentException("a trainer says nothing of this kind");
    }

    @Override
    public void close() {
        if (beating != null) {
            beating.cancel(false);
        }
        heart.shutdown();
        publisher.close();
    }
}
