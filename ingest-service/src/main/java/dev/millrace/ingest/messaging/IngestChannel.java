package dev.millrace.ingest.messaging;

import dev.millrace.contracts.Topic;
import dev.millrace.ingest.IngestConfig;
import dev.millrace.ingest.IngestStep;
import dev.millrace.ingest.submission.SubmissionDecoder;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.Recipes;
import dev.millrace.messaging.Stage;
import dev.millrace.messaging.StageListener;
import dev.millrace.messaging.StageSettings;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.StorageLimits;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Puts the channel of submissions together. */
public final class IngestChannel {
    private IngestChannel() {}

    public static Stage stage(
            KafkaClients clients,
            ObjectStore store,
            Recipes recipes,
            IngestStep step,
            IngestConfig config,
            int partitions,
            Path dataDir,
            StageListener listener) {
        IngestHandler handler = new IngestHandler(
                step,
                recipes,
                new References(store, config.referencePrefixes(), config.largestDocument()),
                store,
                StorageLimits.defaults(),
                new Workers(config.workers(), config.extractionTimeout()),
                new SubmissionDecoder(partitions, config.largestEvent()),
                new IngestEvents(Clock.systemUTC(), partitions));
        StageSettings settings = new StageSettings(
                IngestHandler.CHANNEL,
                List.of(Topic.DOCUMENTS_SUBMITTED),
                config.batchRecords(),
                config.batchWait(),
                Duration.ofMinutes(15),
                dataDir.resolve("submissions.attempt"));
        return new Stage(clients, settings, handler, listener);
    }
}
