package dev.millrace.formatting.seal;

import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.CollectionRecorded;
import dev.millrace.contracts.event.DatasetPartial;
import dev.millrace.contracts.event.DatasetReady;
import dev.millrace.contracts.event.DatasetRequested;
import dev.millrace.contracts.event.DatasetSealed;
import dev.millrace.contracts.event.DocumentDecided;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.formatting.messaging.Decisions;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.ObjectStores;
import dev.millrace.storage.StoreSettings;
import dev.millrace.testkit.Await;
import dev.millrace.testkit.StoreAddress;
import dev.millrace.testkit.TestEnvironment;
import dev.millrace.testkit.TestTopics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A real broker and a real store, decisions that flow in as cleaning sends them, and the datasets that come out. */
final class Line implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(90);

    final TestTopics topics;
    final Decisions decisions;
    private final StoreAddress address = TestEnvironment.shared().newBucket();
    private final ObjectStore store = ObjectStores.connect(StoreSettings.of(
            address.endpoint(), address.region(), address.accessKey(), address.secretKey(), address.bucket()));
    private final int partitions;
    private final Path folder;

    /** @param folder for the replicas' data */
    Line(int partitions, Path folder) {
        this.partitions = partitions;
        this.folder = folder;
        this.topics = new TestTopics(partitions);
        this.decisions = new Decisions(store);
        Recipe recipe = Recipe.defaults();
        topics.publish(
                Topic.COLLECTIONS, new CollectionRecorded("c", recipe.version(), true, recipe, Instant.EPOCH, "test"));
    }

    Replica replica(String slot) {
        return new Replica(
                Replica.kafka(topics.bootstrapServers(), slot), partitions, store, folder.resolve("slot-" + slot));
    }

    /** A replica in a process of its own. */
    Process process(String slot, @Nullable String crashPoint) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Replica.class.getName()));
        command.addAll(List.of(topics.bootstrapServers(), slot, String.valueOf(partitions)));
        command.addAll(List.of(
                folder.resolve("slot-" + slot).toString(), address.endpoint().toString()));
        command.addAll(List.of(address.region(), address.accessKey(), address.secretKey(), address.bucket()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(slot + ".log").toFile()));
        if (crashPoint != null) {
            builder.environment().put("MILLRACE_CRASH_POINT", crashPoint);
        }
        return builder.start();
    }

    void decide(DocumentDecided... decided) {
        List.of(decided).forEach(each -> topics.publish(Topic.DOCUMENTS_CLEANED, each));
    }

    /** Forty documents of text and one of rows; some are dropped, withdrawn, or decided several times. */
    void decideAll() {
        for (int i = 0; i < 40; i++) {
            decide(decisions.kept("c", "d-" + i, 1, "The wheel turns the stone of document " + i + "."));
        }
        for (int i = 0; i < 40; i += 5) {
            decide(decisions.dropped("c", "d-" + i, 2));
        }
        for (int i = 0; i < 40; i += 10) {
            decide(decisions.kept("c", "d-" + i, 3, "It turns again in document " + i + "."));
        }
        decide(decisions.withdrawn("c", "d-7", 2), decisions.dropped("c", "d-8", 4));
        decide(decisions.kept("c", "d-8", 3, "This is stale."));
        decide(decisions.rows(
                "c",
                "rows.jsonl",
                1,
                "{'question': 'Who?', 'answer': 'Me.'}",
                "{'column': 1}",
                "{'question': 'When?', 'answer': 'Now.'}"));
    }

    void request(String request) {
        topics.publish(Topic.DATASETS_REQUESTED, new DatasetRequested(request, "c", false, Instant.EPOCH, "test"));
    }

    /** The one dataset that the request is answered with. */
    DatasetSealed awaitSealed(String request) {
        Await.until(request + " is sealed", PATIENCE, () -> !sealed(request).isEmpty());
        return sealed(request).getFirst();
    }

    List<DatasetSealed> sealed(String request) {
        return topics.events(Topic.DATASETS_SEALED, DatasetSealed.class).stream()
                .filter(each -> each.request().equals(request))
                .toList();
    }

    List<DatasetPartial> partials(String request) {
        return topics.events(Topic.DATASETS_PARTIALS, DatasetPartial.class).stream()
                .filter(partial -> partial.request().equals(request))
                .toList();
    }

    DatasetReady awaitReady(String request) {
        Await.until(request + " is ready", PATIENCE, () -> !ready(request).isEmpty());
        return ready(request).getFirst();
    }

    private List<DatasetReady> ready(String request) {
        return topics.events(Topic.DATASETS_READY, DatasetReady.class).stream()
                .filter(ready -> ready.request().equals(request))
                .toList();
    }

    @Override
    public void close() {
        store.close();
        topics.close();
    }
}
