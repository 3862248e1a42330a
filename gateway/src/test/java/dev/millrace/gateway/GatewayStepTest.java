package dev.millrace.gateway;

import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.CollectionRecorded;
import dev.millrace.contracts.event.DatasetRequested;
import dev.millrace.contracts.event.DocumentSubmitted;
import dev.millrace.contracts.event.SubmittedContent;
import dev.millrace.contracts.event.SubmittedProvenance;
import dev.millrace.contracts.event.TrainingCommand;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.gateway.GatewayStep.Submission;
import dev.millrace.gateway.GatewayStep.Upload;
import java.time.Instant;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GatewayStepTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final GatewayStep.Wish WISH = new GatewayStep.Wish("miller", AT);
    private static final SubmittedContent CONTENT = new SubmittedContent(null, "text", null);
    private static final SubmittedProvenance PROVENANCE =
            new SubmittedProvenance(null, null, null, null, null, null, null, null, null);

    private final GatewayStep step = new GatewayStep();

    @Test
    void aRecipeIsRecordedUnderItsVersionAndAsTheCurrentOne() {
        Recipe recipe = Recipe.defaults();

        var events = step.record("mill", recipe, WISH);

        assertThat(events).allSatisfy(event -> {
            assertThat(event.topic()).isEqualTo(Topic.COLLECTIONS);
            CollectionRecorded recorded = (CollectionRecorded) event.data();
            assertThat(recorded.recipe()).isEqualTo(recipe);
            assertThat(recorded.version()).isEqualTo(recipe.version());
            assertThat(recorded.by()).isEqualTo("miller");
            assertThat(recorded.at()).isEqualTo(AT);
        });
        assertThat(events.stream().map(event -> event.data().key()))
                .containsExactly("mill@" + recipe.version(), "mill");
    }

    @Test
    void aDatasetIsRequestedOnTheCollectionsKey() {
        var event = step.requestDataset("ds-1", "mill", false, WISH);

        assertThat(event.topic()).isEqualTo(Topic.DATASETS_REQUESTED);
        assertThat(event.data()).isEqualTo(new DatasetRequested("ds-1", "mill", false, AT, "miller"));
    }

    @Test
    void aRunIsStartedAndCommanded() {
        assertThat(step.startRun("run-1", "mill", "abc", null, WISH).data())
                .isEqualTo(
                        new TrainingCommand("run-1", TrainingCommand.Action.START, "mill", "abc", null, AT, "miller"));
        assertThat(step.command("run-1", TrainingCommand.Action.CANCEL, "mill", WISH)
                        .data())
                .isEqualTo(
                        new TrainingCommand("run-1", TrainingCommand.Action.CANCEL, "mill", null, null, AT, "miller"));
    }

    @Test
    void aDocumentIsACloudEventInBinaryMode() {
        Submission submission = step.submit("s1", upload("leave", "leave.md"), CONTENT);

        assertThat(submission.documentId()).isEqualTo("leave");
        assertThat(submission.attributes())
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_type", "dev.millrace.document.submitted.v1")
                .containsEntry("ce_id", "s1")
                .containsEntry("ce_source", "urn:mill")
                .containsEntry("ce_time", "2026-01-02T03:04:05Z")
                .containsEntry("content-type", "application/json");
        assertThat(Json.read(submission.value(), DocumentSubmitted.class))
                .isEqualTo(new DocumentSubmitted("mill", "leave", "leave.md", "text/markdown", CONTENT, PROVENANCE));
    }

    /** As ingest derives it: from source and file name, or source and event id. */
    @Test
    void aDocumentWithoutAnIdIsKnownByItsNameAndWithoutANameByItsSubmission() {
        assertThat(step.submit("s1", upload(null, "leave.md"), CONTENT).documentId())
                .isEqualTo(step.submit("s2", upload(null, "leave.md"), CONTENT).documentId())
                .isEqualTo(Hashes.sha256OfParts("urn:mill", "leave.md"));
        assertThat(step.submit("s1", upload(null, null), CONTENT).documentId())
                .isEqualTo(Hashes.sha256OfParts("urn:mill", "s1"))
                .isNotEqualTo(step.submit("s2", upload(null, null), CONTENT).documentId());
    }

    @Test
    void aWithdrawalHasNoValue() {
        Submission submission = step.withdraw("s1", "mill", "leave", AT, "urn:mill");

        assertThat(submission.value()).isNull();
        assertThat(submission.attributes())
                .containsEntry("ce_type", "dev.millrace.document.withdrawn.v1")
                .containsEntry("ce_collection", "mill")
                .containsEntry("ce_subject", "leave");
    }

    @Test
    void anEndlessNameIsRefused() {
        assertThatThrownBy(() -> upload(null, "x".repeat(1025))).isInstanceOf(IllegalArgumentException.class);
    }

    private static Upload upload(String documentId, String fileName) {
        return new Upload("mill", documentId, fileName, "text/markdown", AT, "urn:mill", PROVENANCE);
    }
}
