package dev.millrace.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.Json;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutputTest {
    private final JsonNode key = Json.mapper()
            .createObjectNode()
            .put("name", "reports")
            .putNull("gone")
            .set("roles", roles());

    private static JsonNode roles() {
        return Json.mapper().createArrayNode().add("user").add("monitor");
    }

    @Test
    void aFieldThatIsNotThereIsADash() {
        assertThat(Output.text(key, "name")).isEqualTo("reports");
        assertThat(Output.text(key, "gone")).isEqualTo("-");
        assertThat(Output.text(key, "never")).isEqualTo("-");
    }

    @Test
    void aListReadsAsTextsWithCommas() {
        assertThat(Output.list(key, "roles")).isEqualTo("user,monitor");
        assertThat(Output.list(key, "collections")).isEqualTo("-");
    }
}
