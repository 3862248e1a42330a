package dev.millrace.cleaning.messaging;

import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.Origin;
import dev.millrace.contracts.Provenance;
import dev.millrace.contracts.Revision;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.CollectionRecorded;
import dev.millrace.contracts.event.Decision;
import dev.millrace.contracts.event.DocumentDecided;
import dev.millrace.contracts.event.DocumentIngested;
import dev.millrace.contracts.event.DocumentReceipt;
import dev.millrace.contracts.event.DocumentRejected;
import dev.millrace.contracts.event.DocumentWithdrawn;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.contracts.event.PipelineMarker;
import dev.millrace.contracts.recipe.PolicyRecipe;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.contracts.text.Block;
import dev.millrace.contracts.text.BlockKind;
import dev.millrace.contracts.text.CleanText;
import dev.millrace.contracts.text.StructuredText;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.Topics;
import dev.millrace.storage.ObjectReader;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.ObjectStores;
import dev.millrace.storage.SegmentWriter;
import dev.millrace.storage.StorageLimits;
import dev.millrace.storage.StoreSettings;
import dev.millrace.testkit.Await;
import dev.millrace.testkit.LocalKafka;
import dev.millrace.testkit.StoreAddress;
import dev.millrace.testkit.TestEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The service on a real broker and a real store: ingested documents in, decisions out. */
@SuppressWarnings("try") // a replica works until it is closed
class CleaningIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int PARTITIONS = 2;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Recipe RECIPE =
            new Recipe(null, new PolicyRecipe(null, Map.of("card", "reject"), null), null, null, null, null);
    private static final String STORY = "The keeper of the lock wrote down every boat that came through, its name, its "
            + "load and the state of the weather, for forty years without leaving out a single day.";

    @TempDir
    private Path data;

    private LocalKafka kafka;
    private KafkaClients clients;
    private StoreAddress address;
    private ObjectStore store;

    @BeforeEach
    void start() {
        kafka = LocalKafka.start();
        clients = new KafkaClients(Replica.kafka(kafka.bootstrapServers(), "test"));
        new Topics(clients, PARTITIONS).ensure(true);
        address = TestEnvironment.shared().newBucket();
        store = ObjectStores.connect(StoreSettings.of(
                address.endpoint(), address.region(), address.accessKey(), address.secretKey(), address.bucket()));
        publish(List.of(OutgoingEvent.to(
                Topic.COLLECTIONS, new CollectionRecorded("c", RECIPE.version(), false, RECIPE, START, "test"))));
    }

    @AfterEach
    void stop() {
        store.close();
        kafka.close();
    }

    @Test
    void documentsAreCleanedDecidedFlippedByALowerOneAndByAWithdrawal() {
        try (Replica replica = replica()) {
            // Given
            submit(document("first", 5, STORY), document("second", 9, STORY.toUpperCase(Locale.ROOT)));
            submit(document("short", 1, "Too short."), document("card", 1, STORY + " 4111 1111 1111 1111"));
            submit(document("mail", 1, STORY + " Letters to keeper@example.org please."));
            Await.until("all are decided", PATIENCE, () -> cleaned().decisions().size() == 4);
            assertThat(outcome("first")).isEqualTo("kept");
            assertThat(outcome("second")).isEqualTo("DUPLICATE_EXACT of c/first");
            assertThat(outcome("short")).isEqualTo("TOO_SHORT of null");
            assertThat(outcome("mail")).isEqualTo("kept");

            // When
            submit(document("lower", 2, STORY));
            Await.until("a lower one flips", PATIENCE, () -> outcome("first").equals("DUPLICATE_EXACT of c/lower"));
            publish(ingested(new DocumentWithdrawn(
                    new DocumentId("c", "lower"), START.plusSeconds(3), "producer", "w", new Origin("t", 0, 1))));
            Await.until("a withdrawal flips", PATIENCE, () -> outcome("first").equals("kept"));
            seal("request");
            Await.until("the marker is through", PATIENCE, () -> cleaned().markers("request") == PARTITIONS);
        }

        // Then
        assertThat(outcome("lower")).isEqualTo("withdrawn");
        assertThat(outcome("second")).isEqualTo("DUPLICATE_EXACT of c/first");
        assertThat(read(Topic.DOCUMENTS_REJECTED).all(DocumentRejected.class))
                .singleElement()
                .satisfies(rejected -> assertThat(rejected.code()).isEqualTo(ErrorCode.PERSONAL_DATA_REFUSED));
        assertMailIsMasked();
        assertThat(read(Topic.DOCUMENTS_RECEIPTS).all(DocumentReceipt.class))
                .extracting(DocumentReceipt::outcome)
                .contains(
                        DocumentReceipt.Outcome.KEPT,
                        DocumentReceipt.Outcome.DROPPED,
                        DocumentReceipt.Outcome.MASKED,
                        DocumentReceipt.Outcome.REJECTED,
                        DocumentReceipt.Outcome.WITHDRAWN);
    }

    @Test
    void aReplicaThatIsKilledAgainAndAgainContinuesWhereItWas() throws Exception {
        // Given
        int documents = 120;
        List<DocumentIngested> all = IntStream.range(0, documents)
                .mapToObj(i -> document("d-" + i, (i * 37) % documents, STORY + " Page " + i / 3 + "."))
                .toList();

        // When
        for (int round = 0; round < 4; round++) {
            Process process = killable();
            submit(all.subList(round * 30, round * 30 + 30).toArray(DocumentIngested[]::new));
            int enough = round * 20 + 1;
            Await.until(
                    "some are decided", PATIENCE, () -> cleaned().decisions().size() >= enough);
            process.destroyForcibly();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
        seal("last");
        try (Replica replica = replica()) {
            Await.until("the marker is through", PATIENCE, () -> cleaned().markers("last") == PARTITIONS);
        }

        // Then
        Map<String, String> decisions = cleaned().decisionsBefore("last");
        assertThat(decisions).hasSize(documents);
        for (int page = 0; page < documents / 3; page++) {
            List<String> same = IntStream.range(page * 3, page * 3 + 3)
                    .boxed()
                    .sorted(Comparator.comparing(i -> (i * 37) % documents))
                    .map(i -> decisions.get("c/d-" + i))
                    .toList();
            assertThat(same.getFirst()).startsWith("kept");
            assertThat(same.subList(1, 3)).allMatch(each -> each.startsWith("dropped DUPLICATE_EXACT"));
        }
    }

    private void assertMailIsMasked() {
        DocumentDecided mail = last("mail");
        assertThat(mail.decision()).isInstanceOfSatisfying(Decision.Kept.class, kept -> {
            assertThat(kept.masked()).isEqualTo(Map.of("email", 1));
            CleanText text =
                    Json.read(new ObjectReader(store, StorageLimits.defaults()).read(kept.clean()), CleanText.class);
            assertThat(text.blocks().getFirst().text()).contains("[EMAIL]").doesNotContain("example.org");
            assertThat(text.masked()).hasSize(1);
        });
    }

    private Replica replica() {
        return new Replica(Replica.kafka(kafka.bootstrapServers(), "0"), PARTITIONS, store, data);
    }

    private Process killable() throws IOException {
        List<String> command = new ArrayList<>(
                List.of(ProcessHandle.current().info().command().orElseThrow(), "-Xmx256m", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Replica.class.getName()));
        command.addAll(List.of(kafka.bootstrapServers(), Integer.toString(PARTITIONS), data.toString()));
        command.addAll(List.of(address.endpoint().toString(), address.region(), address.accessKey()));
        command.addAll(List.of(address.secretKey(), address.bucket()));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private DocumentIngested document(String id, int time, String text) {
        StructuredText structured =
                new StructuredText(null, List.of(new Block(BlockKind.PARAGRAPH, text, 0, null, null)), List.of());
        SegmentWriter segment = new SegmentWriter(store, "text", "test", StorageLimits.defaults());
        segment.append(id, Json.write(structured), StructuredText.MEDIA_TYPE);
        ObjectRef reference = segment.finish().getFirst();
        return new DocumentIngested(
                new DocumentId("c", id),
                new Revision(START.plusSeconds(time), Hashes.sha256(text)),
                "producer",
                "s-" + id,
                "text/plain",
                null,
                reference,
                reference,
                Provenance.of("test"),
                RECIPE.version(),
                new Origin("documents.submitted", 0, 0),
                "ingest/1");
    }

    private void submit(DocumentIngested... documents) {
        publish(List.of(documents).stream()
                .map(CleaningIT::ingested)
                .flatMap(List::stream)
                .toList());
    }

    private static List<OutgoingEvent> ingested(Event event) {
        return List.of(OutgoingEvent.to(Topic.DOCUMENTS_INGESTED, event));
    }

    /** As ingest does it. */
    private void seal(String request) {
        List<OutgoingEvent> markers = new ArrayList<>();
        for (int to = 0; to < PARTITIONS; to++) {
            for (int from = 0; from < PARTITIONS; from++) {
                PipelineMarker marker = new PipelineMarker(request, "c", to, from, PARTITIONS);
                markers.add(OutgoingEvent.to(Topic.DOCUMENTS_INGESTED, to, marker));
            }
        }
        publish(markers);
    }

    private void publish(List<OutgoingEvent> events) {
        try (EventPublisher publisher = EventPublisher.plain(clients)) {
            publisher.publish(events);
        }
    }

    private TopicLog read(Topic topic) {
        return TopicLog.read(clients, topic);
    }

    private TopicLog cleaned() {
        return read(Topic.DOCUMENTS_CLEANED);
    }

    private DocumentDecided last(String id) {
        return cleaned().all(DocumentDecided.class).stream()
                .filter(decided -> decided.document().documentId().equals(id))
                .reduce((a, b) -> b)
                .orElseThrow();
    }

    private String outcome(String id) {
        return switch (last(id).decision()) {
            case Decision.Kept kept -> "kept";
            case Decision.Dropped dropped ->
                dropped.reason().code() + " of " + dropped.reason().of();
            case Decision.Withdrawn withdrawn -> "withdrawn";
        };
    }
}
