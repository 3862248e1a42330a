package dev.millrace.messaging;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.ErrorKind;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.Origin;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.OutgoingEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/**
 * The loop every consuming stage runs in: a batch is read, worked on, and then its events and offsets are committed in one Kafka
 * transaction, so that each record has its effect on the topics exactly once. What fails is retried, dead-lettered or ends the stage as the
 * kind of its error says.
 */
public final class Stage implements Part {
    private static final int MOST_INTERNAL_ERRORS = 5;
    private static final int MOST_FENCES = 5;
    private static final Duration POLL = Duration.ofMillis(100);

    /** Whoever is suspected is alone in the process, or the innocent would be blamed with the guilty; all others share. */
    private static final ReadWriteLock PROCESS = new ReentrantReadWriteLock(true);

    private final KafkaClients clients;
    private final StageSettings settings;
    private final BatchHandler handler;
    private final StageListener listener;
    private final EventRecords records;
    private final String stageName;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Throwable failure;
    private int internalErrors;
    private int sessionFailures;

    public Stage(KafkaClients clients, StageSettings settings, BatchHandler handler, StageListener listener) {
        this.clients = clients;
        this.settings = settings;
        this.handler = handler;
        this.listener = listener;
        String service = clients.settings().service();
        this.stageName = service + "." + settings.channel();
        this.records = new EventRecords("millrace/" + service, Clock.systemUTC());
        this.thread = Thread.ofPlatform().name("stage-" + stageName).unstarted(this::run);
    }

    @Override
    public void start() {
        thread.start();
    }

    /** False once the stage has stopped, by itself or because it was told to. */
    @Override
    public boolean isRunning() {
        return thread.isAlive() && failure == null;
    }

    /** Finishes the batch in hand, then stops. */
    @Override
    public void close() {
        stopping.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            AttemptNote note = new AttemptNote(settings.attempts());
            while (!isStopping()) {
                session(note);
            }
            note.cleanStop();
        } catch (RuntimeException | Error e) {
            failure = e;
            listener.stopped(settings.channel(), e);
        }
    }

    /** One life of the Kafka clients: it ends when we stop or when the broker's answers leave them unusable. */
    private void session(AttemptNote note) {
        boolean carefully = note.endedWhileReading();
        try (Transactions transactions = new Transactions(clients, settings, carefully)) {
            while (!isStopping() && carefully == note.endedWhileReading()) {
                if (carefully) {
                    nextAlone(transactions, note);
                } else {
                    workOff(transactions, transactions.poll(POLL), note);
                }
            }
        } catch (ProducerFencedException e) {
            if (++sessionFailures >= MOST_FENCES) {
                throw new MillraceException(ErrorCode.BROKER_REFUSED, "another replica uses this slot", e);
            }
            pause(BackOff.EXTERNAL.wait(sessionFailures));
        } catch (KafkaException e) {
            waitAfter(ErrorCode.BROKER_UNAVAILABLE);
        } catch (MillraceException e) {
            if (e.kind() != ErrorKind.RESOURCES) {
                throw e;
            }
            // Without room for the note nothing is begun; what was in hand is read again.
            waitAfter(e.code());
        }
    }

    private void waitAfter(ErrorCode code) {
        listener.waiting(settings.channel(), code, ++sessionFailures);
        pause(BackOff.EXTERNAL.wait(sessionFailures));
    }

    /** Until what was read when the process ended has been read again, in records that are read alone. */
    private void nextAlone(Transactions transactions, AttemptNote note) {
        switch (locked(PROCESS.writeLock(), () -> transactions.readAlone(note))) {
            case LoneRead.One(ReceivedRecord record) -> workOff(transactions, List.of(record), note);
            case LoneRead.Unreadable(TopicPartition from, long offset) -> {
                if (deadLetter(transactions, unread(from, offset), ErrorCode.REPEATED_CRASH, repeatedCrash())) {
                    note.skipped(from, offset);
                    transactions.seek(from, offset + 1);
                }
            }
            case LoneRead.Nothing() -> {}
            case LoneRead.Everything() -> note.readEverything();
        }
    }

    private static ReceivedRecord unread(TopicPartition from, long offset) {
        return new ReceivedRecord(
                new Origin(from.topic(), from.partition(), offset), Instant.EPOCH, null, Map.of(), null);
    }

    private static RuntimeException repeatedCrash() {
        return new MillraceException(ErrorCode.REPEATED_CRASH, "the record ended the process");
    }

    private boolean workOff(Transactions transactions, List<ReceivedRecord> batch, AttemptNote note) {
        return batch.isEmpty() || inTurn(transactions, note.parts(batch), part -> attempt(transactions, part, note));
    }

    private boolean attempt(Transactions transactions, List<ReceivedRecord> part, AttemptNote note) {
        Lock lock = note.suspects(part) ? PROCESS.writeLock() : PROCESS.readLock();
        return locked(lock, () -> worked(transactions, part, note));
    }

    private static <T> T locked(Lock lock, Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private boolean worked(Transactions transactions, List<ReceivedRecord> part, AttemptNote note) {
        boolean done = note.begin(part)
                ? work(transactions, part)
                : deadLetter(transactions, part.getFirst(), ErrorCode.REPEATED_CRASH, repeatedCrash());
        if (done) {
            note.survived(part);
        } else {
            note.released();
        }
        return done;
    }

    /** Stops at the first part that is not committed, so that no record is passed over. */
    private static boolean inTurn(
            Transactions transactions, List<List<ReceivedRecord>> parts, Predicate<List<ReceivedRecord>> work) {
        for (int i = 0; i < parts.size(); i++) {
            if (!work.test(parts.get(i))) {
                transactions.rewind(parts.subList(i, parts.size()).stream()
                        .flatMap(List::stream)
                        .toList());
                return false;
            }
        }
        return true;
    }

    private static List<List<ReceivedRecord>> halves(List<ReceivedRecord> batch) {
        int middle = batch.size() / 2;
        return List.of(batch.subList(0, middle), batch.subList(middle, batch.size()));
    }

    /** @return whether the whole batch is committed; if not, it will be read again */
    private boolean work(Transactions transactions, List<ReceivedRecord> batch) {
        long started = System.nanoTime();
        return switch (handle(transactions, batch)) {
            case Worked.Done(List<OutgoingEvent> events) -> commit(transactions, batch, events, started);
            case Worked.Failed failed
            when batch.size() > 1 -> inTurn(transactions, halves(batch), half -> work(transactions, half));
            case Worked.Failed(ErrorCode code, RuntimeException cause) ->
                deadLetter(transactions, batch.getFirst(), code, cause);
            case Worked.Abandoned() -> {
                transactions.rewind(batch);
                yield false;
            }
        };
    }

    /** What came of handing a batch to the step. */
    private sealed interface Worked {
        record Done(List<OutgoingEvent> events) implements Worked {}

        record Failed(ErrorCode code, RuntimeException cause) implements Worked {}

        /** The batch is no longer ours, or we are stopping: whoever has it next reads it again. */
        record Abandoned() implements Worked {}
    }

    private Worked handle(Transactions transactions, List<ReceivedRecord> batch) {
        for (int attempt = 1; ; attempt++) {
            if (!transactions.holds(batch)) {
                return new Worked.Abandoned();
            }
            try {
                return new Worked.Done(handler.handle(batch));
            } catch (MillraceException e) {
                if (e.kind() == ErrorKind.CONFIG) {
                    throw e;
                }
                if (e.kind() == ErrorKind.INPUT || e.kind() == ErrorKind.INTERNAL) {
                    return new Worked.Failed(e.code(), e);
                }
                listener.waiting(settings.channel(), e.code(), attempt);
                pause(BackOff.EXTERNAL.wait(attempt));
                transactions.keepAlive();
            } catch (RuntimeException e) {
                return new Worked.Failed(ErrorCode.INTERNAL_ERROR, e);
            }
            if (isStopping()) {
                return new Worked.Abandoned();
            }
        }
    }

    private boolean commit(
            Transactions transactions, List<ReceivedRecord> batch, List<OutgoingEvent> events, long started) {
        CrashPoints.reach(stageName, "before-transaction");
        List<ProducerRecord<byte[], byte[]>> out = new ArrayList<>(events.size());
        events.forEach(event -> out.add(records.record(event)));
        if (!transactions.commit(batch, out, stageName)) {
            return false;
        }
        CrashPoints.reach(stageName, "after-commit");
        internalErrors = 0;
        sessionFailures = 0;
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        listener.committed(settings.channel(), batch.size(), events.size(), took);
        return true;
    }

    private boolean deadLetter(
            Transactions transactions, ReceivedRecord record, ErrorCode code, RuntimeException cause) {
        if (code.kind() == ErrorKind.INTERNAL && ++internalErrors >= MOST_INTERNAL_ERRORS) {
            throw cause;
        }
        if (!transactions.commit(List.of(record), List.of(DeadLetters.of(record, code, stageName)), stageName)) {
            return false;
        }
        listener.deadLettered(settings.channel(), code, cause);
        return true;
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private void pause(Duration wait) {
        try {
            boolean stopped = stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS);
            assert stopped == isStopping() || isStopping();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping.countDown();
        }
    }

    /** Topics a stage reads, as Kafka names them. */
    static List<String> names(List<Topic> topics) {
        return topics.stream().map(Topic::wireName).toList();
    }
}
