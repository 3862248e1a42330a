package dev.millrace.formatting.seal;

import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.DatasetReady;
import dev.millrace.contracts.event.DatasetSealed;
import dev.millrace.contracts.event.DocumentFormatted;
import dev.millrace.contracts.event.DocumentReceipt;
import dev.millrace.contracts.event.PipelineMarker;
import dev.millrace.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Sealing by barrier, on a real broker and a real store. */
class SealIT {
    private static final int KILLED = 137;

    @TempDir
    private Path folder;

    /** I4: partitions and replicas show in nothing. */
    @Test
    void theDatasetIsTheSameWithOneThreeAndFourPartitionsAndWithOneAndTwoReplicas() throws IOException {
        List<DatasetReady> datasets = new ArrayList<>();
        datasets.add(sealed(1, 1));
        datasets.add(sealed(3, 2));
        datasets.add(sealed(4, 1));

        assertThat(datasets)
                .extracting(DatasetReady::digest)
                .containsOnly(datasets.getFirst().digest());
        assertThat(datasets)
                .extracting(DatasetReady::version)
                .containsOnly(datasets.getFirst().version());
        assertThat(datasets)
                .extracting(ready -> ready.tokens().tokens())
                .containsOnly(datasets.getFirst().tokens().tokens());
        assertThat(datasets)
                .extracting(ready -> ready.tokens().splits().get("train").sha256())
                .containsOnly(datasets.getFirst().tokens().splits().get("train").sha256());
        assertThat(datasets.getFirst().documents()).isEqualTo(40 - 4 - 2 + 1);
        assertThat(datasets.getFirst().examples()).isEqualTo(34 + 2);
    }

    private DatasetReady sealed(int partitions, int replicas) throws IOException {
        Path data = Files.createTempDirectory(folder, "line");
        List<Replica> running = new ArrayList<>();
        try (Line line = new Line(partitions, data)) {
            try {
                for (int slot = 0; slot < replicas; slot++) {
                    running.add(line.replica(String.valueOf(slot)));
                }
                line.decideAll();
                line.request("seal");
                DatasetReady ready = line.awaitReady("seal");
                assertThat(line.partials("seal")).hasSize(partitions);
                assertThat(line.sealed("seal")).hasSize(1);
                assertReceipts(line, ready);
                return ready;
            } finally {
                running.forEach(Replica::close);
            }
        }
    }

    /** Every document in the dataset has a receipt, and the row that is left out has one. */
    private static void assertReceipts(Line line, DatasetReady ready) {
        List<DocumentReceipt> receipts = line.topics.events(Topic.DOCUMENTS_RECEIPTS, DocumentReceipt.class);
        assertThat(receipts.stream().filter(each -> ready.version().equals(each.datasetVersion())))
                .hasSize((int) ready.documents());
        assertThat(receipts.stream().filter(each -> each.rejectedRows() != null))
                .singleElement()
                .satisfies(each -> assertThat(
                                each.rejectedRows().first().getFirst().line())
                        .isEqualTo(2));
    }

    /** The cut is where each partition's marker is, however long the others' markers take. */
    @Test
    void theSealWaitsForTheMarkerOfEveryPartition() throws IOException {
        try (Line line = new Line(3, folder);
                Replica first = line.replica("0");
                Replica second = line.replica("1")) {
            line.decideAll();
            for (int partition : new int[] {0, 1}) {
                mark(line, "held", partition);
            }
            Await.until(
                    "two hand in", Line.PATIENCE, () -> line.partials("held").size() == 2);
            line.decide(line.decisions.dropped("c", "d-1", 2), line.decisions.dropped("c", "d-3", 2));
            line.decide(line.decisions.dropped("c", "d-6", 2), line.decisions.dropped("c", "d-11", 2));
            Set<String> ahead = new HashSet<>();
            Await.until("all are formatted", Line.PATIENCE, () -> {
                ahead.clear();
                line.topics.events(Topic.DOCUMENTS_FORMATTED, DocumentFormatted.class).stream()
                        .filter(row -> row.document().documentId().matches("d-(1|3|6|11)") && !row.kept())
                        .forEach(row -> ahead.add(row.document().documentId()));
                return ahead.size() == 4;
            });
            assertThat(line.sealed("held")).isEmpty();

            mark(line, "held", 2);

            line.awaitSealed("held");
            long kept = line.partials("held").stream()
                    .mapToLong(each -> each.documents())
                    .sum();
            long dropped = droppedIn(line, 2);
            assertThat(dropped).isBetween(1L, 3L);
            assertThat(kept).isEqualTo(35 - dropped);
        }
    }

    /** How many of the four late drops lie in the partition, ahead of its marker. */
    private static long droppedIn(Line line, int partition) {
        return line.topics.records(Topic.DOCUMENTS_CLEANED.wireName()).stream()
                .filter(record -> record.partition() == partition)
                .filter(record ->
                        new String(record.key(), java.nio.charset.StandardCharsets.UTF_8).matches("c/d-(1|3|6|11)"))
                .filter(record ->
                        new String(record.value(), java.nio.charset.StandardCharsets.UTF_8).contains("DUPLICATE_EXACT"))
                .count();
    }

    private static void mark(Line line, String request, int partition) {
        line.topics.publish(
                Topic.DOCUMENTS_CLEANED, partition, new PipelineMarker(request, "c", partition, partition, 3));
    }

    /** I16: taken back, a document leaves no trace; decided after the seal, it changes nothing sealed. */
    @Test
    void flipsAndWithdrawalsCountFromTheNextSealOn() throws IOException {
        try (Line line = new Line(3, folder);
                Replica first = line.replica("0");
                Replica second = line.replica("1")) {
            line.decideAll();
            line.request("before");
            DatasetSealed before = line.awaitSealed("before");

            line.decide(line.decisions.kept("c", "fresh", 1, "A new document."));
            line.decide(line.decisions.dropped("c", "d-1", 2));
            line.request("with");
            DatasetSealed with = line.awaitSealed("with");

            line.decide(line.decisions.withdrawn("c", "fresh", 2));
            line.decide(line.decisions.kept("c", "d-1", 3, "The wheel turns the stone of document 1."));
            line.request("after");
            DatasetSealed after = line.awaitSealed("after");

            assertThat(with.version()).isNotEqualTo(before.version());
            assertThat(after.version()).isEqualTo(before.version());
            assertThat(after.manifest()).isEqualTo(before.manifest());
        }
    }

    /** A replica dies at each boundary of a seal; another that knows nothing of it comes to the same dataset. */
    @Test
    void aReplicaKilledInTheMiddleOfASealIsReplacedByAnother() throws IOException, InterruptedException {
        try (Line line = new Line(3, folder)) {
            line.decideAll();
            line.request("undisturbed");
            String version;
            try (Replica replica = line.replica("1")) {
                version = line.awaitSealed("undisturbed").version();
            }
            for (String point : List.of(
                    "formatting.seal.after-partials-put",
                    "formatting.seal.after-rows-put",
                    "formatting.seal.after-manifest-put",
                    "formatting.examples.before-transaction")) {
                Process killed = line.process("0", point);
                String request = point.substring(point.lastIndexOf('.') + 1);
                line.request(request);
                assertThat(killed.waitFor(Line.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .as(point)
                        .isTrue();
                assertThat(killed.exitValue()).as(point).isEqualTo(KILLED);
                try (Replica replica = line.replica("1")) {
                    assertThat(line.awaitSealed(request).version()).as(point).isEqualTo(version);
                }
                assertThat(line.sealed(request)).as(point).hasSize(1);
            }
        }
    }

    /** F1: the other replica has the partitions while documents and markers flow. */
    @Test
    void oneOfTwoReplicasKilledWhileDocumentsFlowIsMadeUpForByTheOther() throws IOException, InterruptedException {
        try (Line line = new Line(3, folder)) {
            Process other = line.process("0", null);
            try (Replica replica = line.replica("1")) {
                line.decideAll();
                line.request("first");
                String version = line.awaitSealed("first").version();

                line.decide(line.decisions.kept("c", "fresh", 1, "A new document."));
                line.decide(line.decisions.withdrawn("c", "fresh", 2));
                line.request("second");
                other.destroyForcibly();

                assertThat(line.awaitSealed("second").version()).isEqualTo(version);
                assertThat(line.sealed("second")).hasSize(1);
                assertThat(line.partials("second")).hasSize(3);
            } finally {
                other.destroyForcibly().waitFor();
            }
        }
    }
}
