package dev.millrace.benchmarks.limits;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A producer with the settings of Kafka's own performance test: acks=all, no compression, 5 ms of linger, batches of 128 KiB. It sends in
 * one transaction, so that readers of committed records see all of it at once.
 */
public final class RawProducer implements AutoCloseable {
    private static final int TRANSACTION_TIMEOUT = 600_000;

    private final Producer<byte[], byte[]> producer;

    public RawProducer(String bootstrapServers) {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "bench");
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT);
        producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
    }

    /** Returns the offset after the last record of each partition once all records are acknowledged; they are not yet committed. */
    public Map<Integer, Long> fill(List<ProducerRecord<byte[], byte[]>> records)
            throws InterruptedException, ExecutionException {
        producer.beginTransaction();
        List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
        for (ProducerRecord<byte[], byte[]> record : records) {
            sent.add(producer.send(record));
        }
        producer.flush();
        Map<Integer, Long> ends = new HashMap<>();
        for (Future<RecordMetadata> each : sent) {
            RecordMetadata written = each.get();
            ends.merge(written.partition(), written.offset() + 1, Math::max);
        }
        return ends;
    }

    public void commit() {
        producer.commitTransaction();
    }

    @Override
    public void close() {
        producer.close();
    }
}
