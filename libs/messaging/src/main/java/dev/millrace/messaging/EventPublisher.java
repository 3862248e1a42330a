package dev.millrace.messaging;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.event.OutgoingEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/** Publishes events that do not follow from a consumed batch; when a call returns, they are acknowledged. */
public final class EventPublisher implements AutoCloseable {
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final Producer<byte[], byte[]> producer;
    private final EventRecords records;
    private final boolean transactional;

    private EventPublisher(Producer<byte[], byte[]> producer, EventRecords records, boolean transactional) {
        this.producer = producer;
        this.records = records;
        this.transactional = transactional;
    }

    public static EventPublisher plain(KafkaClients clients) {
        return new EventPublisher(clients.producer(), records(clients), false);
    }

    /** A publisher that fences every earlier one of the same id: each later call of theirs fails with {@code RUN_FENCED}. */
    public static EventPublisher fencing(KafkaClients clients, String transactionalId) {
        Producer<byte[], byte[]> producer = clients.producer(transactionalId);
        try {
            producer.initTransactions();
        } catch (KafkaException e) {
            producer.close(Duration.ZERO);
            throw failure(e);
        }
        return new EventPublisher(producer, records(clients), true);
    }

    private static EventRecords records(KafkaClients clients) {
        return new EventRecords("millrace/" + clients.settings().service(), Clock.systemUTC());
    }

    /**
     * All or nothing when this publisher fences; otherwise in order, and those before a failure may be out.
     *
     * @throws MillraceException {@link ErrorCode#RUN_FENCED} or {@link ErrorCode#BROKER_UNAVAILABLE}
     */
    public synchronized void publish(List<OutgoingEvent> events) {
        try {
            if (transactional) {
                producer.beginTransaction();
            }
            List<Future<RecordMetadata>> sent = new ArrayList<>(events.size());
            events.forEach(event -> sent.add(producer.send(records.record(event))));
            if (transactional) {
                producer.commitTransaction();
            } else {
                producer.flush();
                for (Future<RecordMetadata> acknowledged : sent) {
                    acknowledged.get();
                }
            }
        } catch (KafkaException e) {
            abort();
            throw failure(e);
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(e);
        }
    }

    public void publish(OutgoingEvent event) {
        publish(List.of(event));
    }

    private void abort() {
        if (transactional) {
            try {
                producer.abortTransaction();
            } catch (KafkaException e) {
                // The first failure says more; an open transaction times out at the broker.
            }
        }
    }

    private static MillraceException failure(Exception e) {
        // A producer that was refused once says so later only as the cause of what it throws.
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof ProducerFencedException || at instanceof InvalidProducerEpochException) {
                return new MillraceException(ErrorCode.RUN_FENCED, "a newer holder publishes now", e);
            }
        }
        return new MillraceException(ErrorCode.BROKER_UNAVAILABLE, "Kafka did not take the events", e);
    }

    @Override
    public void close() {
        producer.close(CLOSE);
    }
}
