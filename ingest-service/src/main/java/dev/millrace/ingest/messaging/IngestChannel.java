package dev.millrace.ingest.messaging;

import dev.millrace.contracts.Topic;
import dev.millrace.ingest.IngestConfig;
import dev.millrace.ingest.IngestStep;
import dev.millrace.ingest.submission.SubmissionDecoder;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.KafkaSettings;
import dev.millrace.messaging.KnownRecipes;
import dev.millrace.messaging.Stage;
import dev.millrace.messaging.StageListener;
import dev.millrace.messaging.StageSettings;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.StorageLimits;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Puts the channel of submissions together. */
public final class IngestChannel {
    private IngestChannel() {}

    /**
     * Several members of the group in one process, each with its own transactions: while one waits for store and broker, the others work.
     * The first has the replica's own slot.
     */
    public static List<Stage> stages(
            KafkaSettings kafka,
            ObjectStore store,
            KnownRecipes recipes,
            IngestStep step,
            IngestConfig config,
            int partitions,
            Path dataDir,
            StageListener listener) {
        return IntStream.range(0, config.channels())
                .mapToObj(number -> stage(
                        new KafkaClients(number == 0 ? kafka : kafka.withSlot(kafka.slot() + "." + number)),
                        store,
                        recipes,
                        step,
                        config,
                        partitions,
                        number == 0 ? dataDir : dataDir.resolve("channel-" + number),
                        listener))
                .toList();
    }

    public static Stage stage(
            KafkaClients clients,
            ObjectStore store,
            KnownRecipes recipes,
            IngestStep step,
            IngestConfig config,
            int partitions,
            Path dataDir,
            StageListener listener) {
        StageSettings settings = new StageSettings(
                IngestHandler.CHANNEL,
                List.of(Topic.DOCUMENTS_SUBMITTED),
                config.batchRecords(),
                config.batchWait(),
                Duration.ofMinutes(15),
                dataDir.resolve("submissions.attempt"));
        return new Stage(clients, settings, handler(store, recipes, step, config, partitions), listener);
    }

    /** What the channel does with a batch. */
    public static IngestHandler handler(
            ObjectStore store, KnownRecipes recipes, IngestStep step, IngestConfig config, int partitions) {
        return new IngestHandler(
                step,
                recipes,
                new References(store, config.referencePrefixes(), config.largestDocument()),
                store,
                StorageLimits.defaults(),
                new Workers(config.workers(), config.extractionTimeout()),
                new SubmissionDecoder(partitions, config.largestEvent()),
                new IngestEvents(Clock.systemUTC(), partitions));
    }
}
