package dev.millrace.gateway.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChatBodyTest {
    /** What is documented is taken, and the other way round. */
    @Test
    void theDocumentNamesTheParametersThatAreTaken() {
        assertThat(Arrays.stream(ChatBody.class.getRecordComponents())
                        .map(ChatBodyTest::jsonName)
                        .collect(Collectors.toSet()))
                .isEqualTo(ChatParameters.TAKEN);
    }

    private static String jsonName(RecordComponent component) {
        JsonProperty given = component.getAccessor().getAnnotation(JsonProperty.class);
        return given == null ? component.getName() : given.value();
    }
}
