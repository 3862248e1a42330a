package dev.millrace.launcher.watch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutcomesTest {
    @Test
    void everyDocumentCountsOnce() {
        Outcomes outcomes = Outcomes.of(List.of(
                document("kept", ""),
                document("dropped", "TOO_SHORT"),
                document("dropped", "TOO_SHORT"),
                document("dropped", "DUPLICATE_EXACT"),
                document("rejected", "DOCUMENT_UNREADABLE"),
                document("withdrawn", ""),
                document("dead-lettered", "INTERNAL_ERROR"),
                document("pending", "")));

        assertThat(outcomes)
                .isEqualTo(new Outcomes(
                        1, 1, 1, 1, Map.of("TOO_SHORT", 2L, "DUPLICATE_EXACT", 1L), Map.of("DOCUMENT_UNREADABLE", 1L)));
        assertThat(outcomes.decided()).isEqualTo(7);
    }

    private static JsonNode document(String outcome, String code) {
        return Json.mapper().createObjectNode().put("outcome", outcome).put("code", code);
    }
}
