package dev.millrace.benchmarks.limits;

import dev.millrace.benchmarks.measure.Contestant;
import dev.millrace.benchmarks.measure.Samples;
import dev.millrace.benchmarks.measure.Timing;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A raw producer on our own broker. */
final class KafkaRaw implements Contestant {
    static final String PRODUCE = "kafka producer 4 KiB, acks=all";

    private static final int SIZE = 4 << 10;
    private static final int COUNT = 16 << 10;

    private final String bootstrapServers;
    private final byte[] payload = new byte[SIZE];
    private int round;

    KafkaRaw(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        new Random(1).nextBytes(payload);
    }

    @Override
    public String name() {
        return "kafka producer";
    }

    @Override
    public void measure(Samples samples) throws Exception {
        String topic = "bench-" + ++round;
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
                RawProducer producer = new RawProducer(bootstrapServers)) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
            List<ProducerRecord<byte[], byte[]>> records = IntStream.range(0, COUNT)
                    .mapToObj(i -> new ProducerRecord<byte[], byte[]>(topic, payload))
                    .toList();
            long begun = System.nanoTime();
            Map<Integer, Long> ends = producer.fill(records);
            samples.add(PRODUCE, (double) SIZE * COUNT / 1e6 / Timing.since(begun));
            producer.commit();
            if (ends.getOrDefault(0, 0L) != COUNT) {
                throw new IllegalStateException("not every record was acknowledged");
            }
            admin.deleteTopics(List.of(topic)).all().get();
        }
    }
}
