package dev.millrace.cleaning;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.event.DropReason;
import dev.millrace.contracts.recipe.CleaningRecipe;
import dev.millrace.contracts.recipe.PolicyRecipe;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.contracts.text.Block;
import dev.millrace.contracts.text.BlockKind;
import dev.millrace.contracts.text.MaskedSpan;
import dev.millrace.contracts.text.Row;
import dev.millrace.contracts.text.StructuredText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

class CleaningStepTest {
    private static final String STORY = "The keeper of the lock wrote down every boat that came through, its name, its "
            + "load and the state of the weather, for forty years without leaving out a single day.";

    private final CleaningStep step = new CleaningStep();

    static final List<Arguments> DROPS = List.of(
            argumentSet("nothing", "", ErrorCode.TOO_SHORT, "length/1"),
            argumentSet("a few words", "Only a few words.", ErrorCode.TOO_SHORT, "length/1"),
            argumentSet("numbers", "12.5 13.7 88.1 ".repeat(20), ErrorCode.TOO_FEW_LETTERS, "letters/1"),
            argumentSet(
                    "one line again and again",
                    (STORY + "\n").repeat(4),
                    ErrorCode.TOO_REPETITIVE,
                    "line-repetition/1"),
            argumentSet(
                    "one phrase again and again",
                    (STORY + " ").repeat(4),
                    ErrorCode.TOO_REPETITIVE,
                    "ngram-repetition/1"));

    @ParameterizedTest
    @FieldSource("DROPS")
    void dropsWithCodeOperatorScoreAndThreshold(String text, ErrorCode code, String operator) {
        Cleaned.Judged judged = judge(prose(text), Recipe.defaults());

        DropReason reason = judged.dropped();
        assertThat(reason).isNotNull();
        assertThat(reason.code()).isEqualTo(code);
        assertThat(reason.operator()).isEqualTo(operator);
        assertThat(reason.score()).isNotNull();
        assertThat(reason.threshold()).isNotNull();
    }

    @Test
    void keepsAStoryWithItsMeasures() {
        Cleaned.Judged judged = judge(prose(STORY), Recipe.defaults());

        assertThat(judged.dropped()).isNull();
        assertThat(judged.measures()).containsEntry("words", 31.0).containsKeys("letterShare", "duplicateLineShare");
        assertThat(judged.text().blocks()).extracting(Block::text).containsExactly(STORY);
    }

    @Test
    void masksAndRecordsEverySpanAndTheFingerprintIsOfTheUnmaskedText() {
        String mail = STORY + " Write to keeper@example.org.";
        Cleaned.Judged judged = judge(prose(mail), Recipe.defaults());

        assertThat(judged.text().blocks().getFirst().text()).isEqualTo(STORY + " Write to [EMAIL].");
        assertThat(judged.masked()).isEqualTo(Map.of("email", 1));
        assertThat(judged.text().masked())
                .containsExactly(new MaskedSpan(
                        "email", 0, null, null, mail.indexOf("keeper@"), "keeper@example.org".length(), "[EMAIL]"));
        assertThat(judged.exactFingerprint())
                .isNotEqualTo(judge(prose(STORY + " Write to other@example.org."), Recipe.defaults())
                        .exactFingerprint());
    }

    @Test
    void thePolicyKeepsWhatItSaysAndRefusesWhatItSays() {
        String both = STORY + " keeper@example.org 4111 1111 1111 1111";
        Recipe keeping = policy(Map.of("email", "keep"));
        Recipe refusing = policy(Map.of("card", "reject"));

        assertThat(judge(prose(both), keeping).text().blocks().getFirst().text())
                .contains("keeper@example.org")
                .contains("[CARD]");
        assertThat(step.clean("c", "text/plain", prose(both), refusing)).isEqualTo(new Cleaned.Refused("card"));
    }

    @Test
    void rowsAreRepairedAndMaskedFieldByFieldAndNotJudgedAsProse() {
        Cleaned.Judged judged = judge(
                rows(
                        "{\"q\":\"Who?\\u0000\",\"a\":{\"list\":[\"me@example.org\",7]}}",
                        "{\"code\":\"  if x:\\n    y\"}"),
                Recipe.defaults());

        assertThat(judged.dropped()).isNull();
        assertThat(judged.text().rows().getFirst().value())
                .isEqualTo(json("{\"q\":\"Who?\",\"a\":{\"list\":[\"[EMAIL]\",7]}}"));
        assertThat(judged.text().rows().get(1).value()).isEqualTo(json("{\"code\":\"  if x:\\n    y\"}"));
        assertThat(judged.text().masked())
                .singleElement()
                .isEqualTo(new MaskedSpan("email", null, 1, "/a/list/0", 0, 14, "[EMAIL]"));
    }

    @Test
    void webPagesLoseTheirFrameAndOtherDocumentsDoNot() {
        StructuredText page = new StructuredText(
                "T",
                List.of(
                        new Block(BlockKind.PARAGRAPH, "Home Boats", 0, null, "navigation"),
                        new Block(BlockKind.PARAGRAPH, STORY, 0, null, null)),
                List.of());

        assertThat(((Cleaned.Judged) step.clean("c", "text/html; charset=utf-8", page, Recipe.defaults()))
                        .text()
                        .blocks())
                .hasSize(1);
        assertThat(judge(page, Recipe.defaults()).text().blocks()).hasSize(2);
    }

    @Test
    void theSameTextHasTheSameFingerprintWhateverItsFormatCaseAndSpacing() {
        StructuredText page = new StructuredText(
                null,
                List.of(
                        new Block(BlockKind.HEADING, "The Keeper", 1, null, null),
                        new Block(BlockKind.PARAGRAPH, STORY.replace(" ", "  "), 0, null, null)),
                List.of());

        assertThat(judge(page, Recipe.defaults()).exactFingerprint())
                .isEqualTo(judge(prose("THE KEEPER\n\n" + STORY), Recipe.defaults())
                        .exactFingerprint());
    }

    @Test
    void aLineOfManyMegabytesIsCleanedInReasonableTime() {
        String line = "The keeper wrote to keeper@example.org or called +44 20 7946 0958 again. ".repeat(150_000);

        assertTimeout(Duration.ofSeconds(60), () -> judge(prose(line), Recipe.defaults()));
    }

    private Cleaned.Judged judge(StructuredText text, Recipe recipe) {
        return (Cleaned.Judged) step.clean("c", "text/plain", text, recipe);
    }

    private static Recipe policy(Map<String, String> personalData) {
        return new Recipe(
                null, new PolicyRecipe(null, personalData, null), CleaningRecipe.defaults(), null, null, null);
    }

    private static StructuredText prose(String text) {
        return new StructuredText(null, List.of(new Block(BlockKind.PARAGRAPH, text, 0, null, null)), List.of());
    }

    private static StructuredText rows(String... values) {
        List<Row> rows = new ArrayList<>();
        for (String value : values) {
            rows.add(new Row(rows.size() + 1, json(value)));
        }
        return new StructuredText(null, List.of(), rows);
    }

    private static JsonNode json(String value) {
        return Json.read(value.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }
}
