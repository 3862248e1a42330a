package dev.millrace.launcher.chaos.check;

import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.Encoding;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.Origin;
import dev.millrace.contracts.Provenance;
import dev.millrace.contracts.Revision;
import dev.millrace.contracts.event.Decision;
import dev.millrace.contracts.event.DocumentDecided;
import dev.millrace.contracts.event.DocumentIngested;
import dev.millrace.contracts.event.DocumentRejected;
import dev.millrace.contracts.event.DropReason;
import dev.millrace.contracts.manifest.DatasetRow;
import dev.millrace.launcher.chaos.load.ChaosSubmission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Each invariant is content with what is right, and sees one thing that is wrong. */
class InvariantTest {
    private static final Instant AT = Instant.parse("2025-01-01T00:00:00Z");
    private static final String LONG =
            "one two three four five six seven eight nine ten ".repeat(3).strip();
    private static final String SHA = Hashes.sha256("x");

    private final List<ChaosSubmission> submissions = List.of(
            new ChaosSubmission.Document("first", AT, LONG),
            new ChaosSubmission.Document("second", AT.plusSeconds(1), LONG.toUpperCase(java.util.Locale.ROOT)),
            new ChaosSubmission.Document("gone", AT, "other " + LONG),
            new ChaosSubmission.Withdrawal("gone", AT.plusSeconds(9)),
            new ChaosSubmission.Broken("broken", AT, "no file"),
            new ChaosSubmission.Nameless("nameless", AT));
    private final List<Origin> sent = new ArrayList<>();
    private final List<Origin> effects = new ArrayList<>();
    private final List<DocumentIngested> ingested = new ArrayList<>();
    private final List<DocumentRejected> rejected = new ArrayList<>();
    private final List<DocumentDecided> decided = new ArrayList<>();
    private final List<DatasetRow> rows = new ArrayList<>();
    private final Map<String, Long> deadLetters = new TreeMap<>();

    InvariantTest() {
        for (int i = 0; i < submissions.size(); i++) {
            sent.add(origin(i));
            effects.add(origin(i));
            if (submissions.get(i) instanceof ChaosSubmission.Document document) {
                ingested.add(ingested(document.documentId(), document.text(), i));
            }
        }
        rejected.add(rejected("broken", 4, "ingest"));
        rejected.add(rejected(null, 5, "ingest"));
        decided.add(decided("first", 1, kept(SHA)));
        decided.add(decided("gone", 1, kept(SHA)));
        decided.add(decided("second", 1, dropped("exact/1")));
        decided.add(decided("gone", 2, new Decision.Withdrawn(AT.plusSeconds(9))));
        rows.add(row("first", SHA));
    }

    @Test
    void allAreContentWithWhatIsRight() {
        for (Invariant invariant : Invariants.ALL) {
            assertThat(invariant.violations(evidence()))
                    .as(invariant.getClass().getSimpleName())
                    .isEmpty();
        }
    }

    @Test
    void aDocumentThatDisappearedIsSeen() {
        decided.removeFirst();

        assertThat(seenBy(new Conservation()))
                .containsExactly("I1: 1 documents ended wrongly: first is null, not kept");
    }

    @Test
    void aDocumentThatWasDecidedOtherwiseIsSeen() {
        decided.add(decided("second", 2, kept(SHA)));

        assertThat(seenBy(new Conservation()))
                .containsExactly("I1: 1 documents ended wrongly: second is kept, not DUPLICATE_EXACT");
    }

    @Test
    void aDocumentWithTwoEndsIsSeen() {
        rejected.add(rejected("first", 0, "ingest"));

        assertThat(seenBy(new Conservation()))
                .anyMatch(each -> each.contains("first") && each.contains("rejected and"));
    }

    @Test
    void aNamelessRecordThatNobodyCountedIsSeen() {
        rejected.removeLast();

        assertThat(seenBy(new NamelessCounted()))
                .containsExactly("I1: 0 records without identity were rejected, 1 were sent");
    }

    @Test
    void aDatasetWithoutAKeptDocumentIsSeen() {
        rows.clear();

        assertThat(seenBy(new DatasetComplete())).hasSize(1);
    }

    @Test
    void aDatasetThatNamesADocumentTwiceIsSeen() {
        rows.add(rows.getFirst());

        assertThat(seenBy(new DatasetComplete())).hasSize(1);
    }

    @Test
    void aDeadLetterIsSeen() {
        deadLetters.put("documents.ingested", 2L);

        assertThat(seenBy(new NoDeadLetters())).containsExactly("I1: 2 dead letters of documents.ingested");
    }

    @Test
    void bytesThatNobodySubmittedAreSeen() {
        ingested.add(ingested("first", "something else", 0));

        assertThat(seenBy(new NoInvention())).hasSize(1);
    }

    @Test
    void anIdThatNobodySubmittedIsSeen() {
        ingested.add(ingested("stranger", LONG, 0));

        assertThat(seenBy(new NoInvention())).hasSize(1);
    }

    @Test
    void aDropWithoutAVersionedOperatorIsSeen() {
        decided.set(2, decided("second", 1, dropped("exact")));

        assertThat(seenBy(new ReasonsTold())).hasSize(1);
    }

    @Test
    void aRejectionWithoutAStageIsSeen() {
        rejected.add(rejected("broken", 4, ""));

        assertThat(seenBy(new ReasonsTold())).hasSize(1);
    }

    @Test
    void aVersionThatComesAgainIsSeen() {
        decided.add(decided("gone", 2, new Decision.Withdrawn(AT.plusSeconds(9))));

        assertThat(seenBy(new VersionOrder())).hasSize(1);
    }

    @Test
    void anOlderTextInTheDatasetIsSeen() {
        rows.set(0, row("first", Hashes.sha256("older")));

        assertThat(seenBy(new LatestInDataset())).hasSize(1);
    }

    @Test
    void anEffectThatCameTwiceIsSeen() {
        effects.add(origin(0));

        assertThat(seenBy(new OneEffect()))
                .containsExactly("I13: 6 records were submitted, 7 effects were seen, of 6 records");
    }

    @Test
    void anEffectThatDidNotComeIsSeen() {
        effects.removeLast();

        assertThat(seenBy(new OneEffect())).hasSize(1);
    }

    private List<String> seenBy(Invariant invariant) {
        return invariant.violations(evidence());
    }

    private Evidence evidence() {
        return new Evidence(submissions, sent, effects, ingested, rejected, decided, rows, deadLetters);
    }

    private static Origin origin(int offset) {
        return new Origin("documents.submitted", 0, offset);
    }

    private static DocumentId document(String id) {
        return new DocumentId("chaos", id);
    }

    private static ObjectRef ref(String content) {
        return new ObjectRef("b", "k", 0, 1, Encoding.IDENTITY, Hashes.sha256(content), "text/plain");
    }

    private static Provenance provenance() {
        return new Provenance("urn:x", null, null, null, null, null, null, null, null, null, List.of());
    }

    private static DocumentIngested ingested(String id, String text, int offset) {
        return new DocumentIngested(
                document(id),
                new Revision(AT, Hashes.sha256(text)),
                "urn:x",
                "s",
                "text/plain",
                null,
                ref(text),
                ref(text),
                provenance(),
                SHA,
                origin(offset),
                "ingest/1");
    }

    private static DocumentRejected rejected(@Nullable String id, int offset, String stage) {
        ErrorCode code = id == null ? ErrorCode.EVENT_UNREADABLE : ErrorCode.DOCUMENT_UNREADABLE;
        return new DocumentRejected(
                id == null ? null : document(id), null, null, code, "why", null, null, origin(offset), stage, "1");
    }

    private static Decision kept(String textSha256) {
        return new Decision.Kept(ref("clean"), textSha256, "family", null, Map.of());
    }

    private static Decision dropped(String operator) {
        return new Decision.Dropped(
                ref("clean"), new DropReason(ErrorCode.DUPLICATE_EXACT, operator, null, null, "chaos/first"));
    }

    private static DocumentDecided decided(String id, long sequence, Decision decision) {
        return new DocumentDecided(
                document(id),
                new Revision(AT, SHA),
                sequence,
                decision,
                "urn:x",
                "s",
                null,
                null,
                null,
                null,
                origin(0),
                "cleaning/1");
    }

    private static DatasetRow row(String id, String textSha256) {
        return new DatasetRow(
                id, new Revision(AT, SHA), textSha256, "family", SHA, "train", 1, ref("examples"), null, null, null);
    }
}
