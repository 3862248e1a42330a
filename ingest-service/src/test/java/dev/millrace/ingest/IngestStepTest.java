package dev.millrace.ingest;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Provenance;
import dev.millrace.contracts.recipe.PolicyRecipe;
import dev.millrace.ingest.extract.Extractors;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class IngestStepTest {
    private final IngestStep step = new IngestStep(new Extractors(), 100);

    @Test
    void acceptsADocumentWithItsTextAndType() {
        assertThat(ingest("# Leave", PolicyRecipe.defaults()))
                .isInstanceOfSatisfying(Ingestion.Accepted.class, accepted -> {
                    assertThat(accepted.mediaType()).isEqualTo("text/markdown");
                    assertThat(accepted.text().title()).isEqualTo("Leave");
                });
    }

    @Test
    void doesNotExtractWhatIsItsOwnText() {
        byte[] text = "Ask early.\n\nThen wait.".getBytes(StandardCharsets.UTF_8);

        assertThat(step.ingest(text, Provenance.of("urn:test"), null, PolicyRecipe.defaults()))
                .isEqualTo(new Ingestion.Plain("text/plain"));
    }

    @Test
    void refusesNothingAndTooMuchAndWhatHasNoText() {
        assertThat(code(ingest("", PolicyRecipe.defaults()))).isEqualTo(ErrorCode.CONTENT_EMPTY);
        assertThat(code(ingest("x".repeat(101), PolicyRecipe.defaults()))).isEqualTo(ErrorCode.CONTENT_TOO_LARGE);
        assertThat(code(ingest("  ", PolicyRecipe.defaults()))).isEqualTo(ErrorCode.DOCUMENT_WITHOUT_TEXT);
    }

    @Test
    void refusesADocumentWithoutTheProvenanceTheCollectionRequires() {
        List.of("owner", "department", "project", "phase", "author", "licence", "sensitivity", "validuntil", "tags")
                .forEach(attribute -> assertThat(code(ingest("text", new PolicyRecipe(List.of(attribute), null, null))))
                        .isEqualTo(ErrorCode.PROVENANCE_REQUIRED));
    }

    private Ingestion ingest(String text, PolicyRecipe policy) {
        return step.ingest(text.getBytes(StandardCharsets.UTF_8), Provenance.of("urn:test"), "text/markdown", policy);
    }

    private static ErrorCode code(Ingestion ingestion) {
        return ((Ingestion.Refused) ingestion).code();
    }
}
