package dev.millrace.trainer;

import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.KafkaSettings;
import dev.millrace.messaging.Part;
import dev.millrace.messaging.StageListener;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.ObjectStores;
import dev.millrace.storage.StoreSettings;
import dev.millrace.trainer.work.WorkSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The whole service without its framework: here, or by {@link #main} in a process that can be killed. */
final class Trainer implements AutoCloseable {
    static final Duration LEASE = Duration.ofSeconds(2);

    private final List<Part> parts;

    Trainer(String bootstrapServers, String slot, ObjectStore store, Path folder) {
        KafkaSettings kafka =
                new KafkaSettings(bootstrapServers, "trainer", slot, Map.of("session.timeout.ms", "6000"));
        WorkSettings settings = new WorkSettings(
                slot,
                Duration.ofMillis(300),
                LEASE,
                Duration.ofMillis(100),
                Duration.ofMillis(1),
                20,
                1,
                Long.getLong("millrace.memory", 0),
                folder.resolve(slot));
        parts = TrainerParts.of(new KafkaClients(kafka), store, settings, Path::of, new StageListener() {});
        parts.forEach(Part::start);
    }

    @Override
    public void close() {
        parts.reversed().forEach(Part::close);
    }

    /** Arguments: bootstrap servers, slot, work directory, store endpoint, region, access key, secret key, bucket. */
    @SuppressWarnings("try") // it works until it is killed
    public static void main(String[] arguments) throws InterruptedException {
        ObjectStore store = ObjectStores.connect(
                StoreSettings.of(URI.create(arguments[3]), arguments[4], arguments[5], arguments[6], arguments[7]));
        try (Trainer trainer = new Trainer(arguments[0], arguments[1], store, Path.of(arguments[2]))) {
            new CountDownLatch(1).await();
        }
    }
}
