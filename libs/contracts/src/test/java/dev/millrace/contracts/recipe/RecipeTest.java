package dev.millrace.contracts.recipe;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RecipeTest {
    @Test
    void anEmptyObjectIsTheDefaults() {
        assertThat(parse("{}")).isEqualTo(Recipe.defaults());
    }

    @Test
    void theVersionCountsDefaultsAsIfTheyWereWritten() {
        assertThat(parse("{\"cleaning\":{\"minWords\":20}}").version())
                .isEqualTo(Recipe.defaults().version());
    }

    @Test
    void anotherValueIsAnotherVersion() {
        assertThat(parse("{\"cleaning\":{\"minWords\":21}}").version())
                .isNotEqualTo(Recipe.defaults().version());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"cleening\":{}} | cleening",
                "{\"cleaning\":{\"minWordz\":1}} | cleaning.minWordz",
                "{\"cleaning\":{\"minWords\":-1}} | cleaning",
                "{\"cleaning\":{\"minWords\":\"many\"}} | cleaning.minWords",
                "{\"policy\":{\"personalData\":{\"email\":\"sell\"}}} | policy",
                "{\"policy\":{\"requiredProvenance\":[\"mood\"]}} | policy",
                "{\"training\":{\"learningRate\":NaN}} | training",
                "{\"training\":{\"learningRate\":-1}} | training",
                "{\"training\":{\"steps\":0}} | training",
                "{\"training\":{\"precision\":\"fp7\"}} | training",
                "{\"training\":{\"shape\":{\"layers\":2,\"width\":30,\"heads\":4,\"keyValueHeads\":2,\"feedForward\":64}}} | training.shape",
                "{\"formatting\":{\"testShare\":0.9}} | formatting",
                "null | no JSON object",
                "[] | wrong type",
                "{ | JSON"
            })
    void whatIsWrongIsNamed(String json, String named) {
        assertThatThrownBy(() -> parse(json)).isInstanceOfSatisfying(MillraceException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.RECIPE_INVALID);
            assertThat(e).hasMessageContaining(named);
        });
    }

    private static Recipe parse(String json) {
        return Recipe.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
