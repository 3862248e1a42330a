package dev.millrace.messaging.streams;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.messaging.KafkaSettings;
import dev.millrace.messaging.Part;
import dev.millrace.messaging.StageListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/** Runs one topology with exactly-once processing, its state under the replica's data directory. */
public final class StreamsRunner implements Part {
    private static final int COMMIT_INTERVAL_MILLIS = 100;
    private static final int TRANSACTION_TIMEOUT_MILLIS = 15_000;
    /** A killed replica's tasks are taken over after this long. */
    private static final int SESSION_TIMEOUT_MILLIS = 10_000;

    private static final int MAXIMUM_REQUEST = 8 << 20;
    private static final Duration CLOSE = Duration.ofSeconds(20);
    private static final Duration WITHOUT_ROOM = Duration.ofSeconds(5);

    private final String application;
    private final StageListener listener;
    private final KafkaStreams streams;
    private int replaced;

    /**
     * @param application the topology's name: consumer group and first part of all its internal names
     * @param stateDirectory private to the replica
     */
    public StreamsRunner(
            KafkaSettings kafka, String application, Topology topology, Path stateDirectory, StageListener listener) {
        this.application = application;
        this.listener = listener;
        this.streams = new KafkaStreams(
                topology, properties(kafka, application, stateDirectory), new StreamsClients(application + ".streams"));
        streams.setUncaughtExceptionHandler(this::onException);
    }

    private static Properties properties(KafkaSettings kafka, String application, Path stateDirectory) {
        Properties properties = new Properties();
        properties.putAll(kafka.properties());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        properties.put(StreamsConfig.CLIENT_ID_CONFIG, application + "-" + kafka.slot());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_INTERVAL_MILLIS);
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, -1);
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        properties.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MILLIS);
        properties.put(
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), TRANSACTION_TIMEOUT_MILLIS);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), MAXIMUM_REQUEST);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        return properties;
    }

    private synchronized StreamThreadExceptionResponse onException(Throwable failure) {
        Optional<ErrorCode> passing = Passing.code(failure);
        if (passing.isPresent()) {
            replaced++;
            listener.waiting(application, passing.get(), replaced);
            pauseWithoutRoom(passing.get());
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        listener.stopped(application, failure);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** Kafka's clients wait for a broker by themselves; nobody else waits for room on the disk. */
    private static void pauseWithoutRoom(ErrorCode code) {
        if (code == ErrorCode.DISK_FULL) {
            LockSupport.parkNanos(WITHOUT_ROOM.toNanos());
        }
    }

    @Override
    public void start() {
        streams.start();
    }

    /** True while it works or is getting ready to. */
    @Override
    public boolean isRunning() {
        return streams.state().isRunningOrRebalancing() || streams.state() == KafkaStreams.State.CREATED;
    }

    /** True while it holds its place in the group; a rebalance, which other replicas cause, does not make it unready. */
    @Override
    public boolean isReady() {
        return streams.state().isRunningOrRebalancing();
    }

    /** Commits what is in hand and stops. */
    @Override
    public void close() {
        streams.close(CLOSE);
    }
}
