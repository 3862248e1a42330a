package dev.millrace.trainer.messaging;

import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.CheckpointDropped;
import dev.millrace.contracts.event.CheckpointWritten;
import dev.millrace.contracts.event.CollectionRecorded;
import dev.millrace.contracts.event.DatasetReady;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.RunReturned;
import dev.millrace.contracts.event.TrainingCommand;
import dev.millrace.contracts.event.TrainingLease;
import dev.millrace.contracts.event.TrainingRunChanged;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.Part;
import dev.millrace.messaging.ReceivedRecord;
import dev.millrace.messaging.TopicFollower;
import dev.millrace.trainer.run.RunBoard;
import dev.millrace.trainer.run.RunEvents;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** Follows every topic a trainer's decisions rest on, into the board and the catalogue. */
public final class Watch implements Part {
    private static final Logger LOG = Logger.getLogger(Watch.class);
    private static final Duration CATCH_UP = Duration.ofSeconds(60);
    private static final List<Topic> TOPICS = List.of(
            Topic.COLLECTIONS,
            Topic.DATASETS_READY,
            Topic.TRAINING_COMMANDS,
            Topic.TRAINING_RUNS,
            Topic.TRAINING_LEASES,
            Topic.TRAINING_CHECKPOINTS);

    private final RunBoard board;
    private final Catalog catalog;
    private final TopicFollower follower;

    public Watch(KafkaClients clients, RunBoard board, Catalog catalog) {
        this.board = board;
        this.catalog = catalog;
        this.follower = new TopicFollower(clients, TOPICS, this::accept);
    }

    @Override
    public void start() {
        follower.start();
    }

    @Override
    public boolean isRunning() {
        return follower.isRunning();
    }

    /**
     * Returns when everything committed before the call has been read.
     *
     * @throws MillraceException BROKER_UNAVAILABLE when that takes too long
     */
    public void catchUp() {
        follower.catchUp(CATCH_UP);
    }

    /** A record that cannot be read has been dead-lettered by whoever consumes it; a table goes on without it. */
    private void accept(ReceivedRecord record) {
        if (record.value() == null) {
            return;
        }
        try {
            accept(record.event().data());
        } catch (MillraceException e) {
            LOG.warnf(
                    "errorCode=%s topic=%s passed over",
                    e.code(), record.origin().topic());
        }
    }

    private void accept(Event event) {
        if (event instanceof CollectionRecorded recorded) {
            catalog.recorded(recorded);
        } else if (event instanceof DatasetReady ready) {
            catalog.ready(ready);
        } else if (event instanceof TrainingCommand command) {
            board.commanded(command);
        } else if (event instanceof TrainingRunChanged changed) {
            board.changed(RunEvents.state(changed));
        } else if (event instanceof TrainingLease lease) {
            board.heard(lease);
        } else if (event instanceof CheckpointWritten checkpoint) {
            board.checkpointed(checkpoint);
        } else if (event instanceof CheckpointDropped dropped) {
            board.dropped(dropped);
        } else if (event instanceof RunReturned back) {
            board.returned(back);
        }
    }

    @Override
    public void close() {
        follower.close();
    }
}
