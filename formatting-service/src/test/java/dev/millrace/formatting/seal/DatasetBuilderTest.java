package dev.millrace.formatting.seal;

import dev.millrace.contracts.Encoding;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.event.DocumentFormatted;
import dev.millrace.contracts.manifest.DatasetManifest;
import dev.millrace.contracts.manifest.DatasetRow;
import dev.millrace.contracts.recipe.FormattingRecipe;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.formatting.FormattedRows;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DatasetBuilderTest {
    private static final ObjectRef ROWS =
            new ObjectRef("bucket", "datasets/x", 0, 1, Encoding.ZSTD, Hashes.sha256("x"), "application/x-ndjson");

    /** 60 documents of text, one of 40 rows, one that gives nothing. */
    private static List<DocumentFormatted> documents() {
        Stream<DocumentFormatted> texts =
                IntStream.range(0, 60).mapToObj(i -> FormattedRows.kept("c", "d-" + i, 3, 1 + i % 3, false));
        return Stream.concat(
                        texts,
                        Stream.of(
                                FormattedRows.kept("c", "rows.jsonl", 2, 40, true),
                                FormattedRows.kept("c", "empty.csv", 2, 0, true)))
                .toList();
    }

    /** I4: whatever order partitions hand their rows in, and however many there are. */
    @Test
    void rowsManifestAndDigestDependOnNoOrder() {
        byte[] rows = builder(documents()).rows();
        byte[] manifest = Json.canonical(builder(documents()).manifest(ROWS));

        for (int seed = 0; seed < 20; seed++) {
            List<DocumentFormatted> shuffled = new ArrayList<>(documents());
            Collections.shuffle(shuffled, new Random(seed));
            assertThat(builder(shuffled).rows()).isEqualTo(rows);
            assertThat(Json.canonical(builder(shuffled).manifest(ROWS))).isEqualTo(manifest);
        }
    }

    @Test
    void theDigestIsTheHashThatTheManifestPromises() {
        List<DocumentFormatted> documents = List.of(
                FormattedRows.kept("c", "b", 1, 2, false),
                FormattedRows.kept("c", "a", 9, 1, false),
                FormattedRows.kept("c", "nothing", 1, 0, false));
        FormattingRecipe formatting = new FormattingRecipe(null, null, 0.0, 0.0, null, null);
        Recipe nothingHeldOut = new Recipe(null, null, null, formatting, null, null);
        String lines =
                "a\t" + Hashes.sha256("text a") + "\ttrain\n" + "b\t" + Hashes.sha256("text b") + "\ttrain,train\n";

        assertThat(builder(nothingHeldOut, documents).manifest(ROWS).digest()).isEqualTo(Hashes.sha256(lines));
    }

    /** The manifest tells what kinds there are; neither digest nor version depend on it, and of text alone nothing is said. */
    @Test
    void kindsOfExamplesAreCountedAndChangeNoDigest() {
        DocumentFormatted rows = FormattedRows.kept("c", "rows.jsonl", 1, 5, true);
        DocumentFormatted text = FormattedRows.kept("c", "text", 1, 2, false);
        DocumentFormatted compared = FormattedRows.ofKinds(rows, Map.of("preference", 3L, "text", 2L));

        DatasetManifest plain = builder(List.of(rows, text)).manifest(ROWS);
        DatasetManifest mixed = builder(List.of(compared, text)).manifest(ROWS);

        assertThat(mixed.kinds()).isEqualTo(Map.of("preference", 3L, "text", 4L));
        assertThat(plain.kinds()).isNull();
        assertThat(new String(Json.canonical(plain), StandardCharsets.UTF_8)).doesNotContain("kinds");
        assertThat(mixed.digest()).isEqualTo(plain.digest());
        assertThat(mixed.version()).isEqualTo(plain.version());
    }

    @Test
    void documentsAreInTheOrderOfTheirIdsBytes() {
        List<DocumentFormatted> documents = Stream.of("🌾", "\uFFFD", "z", "Z", "é")
                .map(id -> FormattedRows.kept("c", id, 1, 1, false))
                .toList();

        assertThat(rows(builder(documents)))
                .extracting(DatasetRow::documentId)
                .containsExactly("Z", "z", "é", "\uFFFD", "🌾");
    }

    @Test
    void theVersionNamesContentRecipeAndTemplate() {
        DatasetManifest manifest = builder(documents()).manifest(ROWS);
        Recipe otherRecipe = new Recipe("another", null, null, null, null, null);
        FormattingRecipe formatting = new FormattingRecipe(null, "{{ messages }}", null, null, null, null);
        Recipe otherTemplate = new Recipe(null, null, null, formatting, null, null);
        List<DocumentFormatted> fewer = documents().subList(1, 62);

        assertThat(manifest.version())
                .hasSize(16)
                .isEqualTo(builder(documents()).manifest(ROWS).version());
        assertThat(Stream.of(
                                manifest,
                                builder(otherRecipe, documents()).manifest(ROWS),
                                builder(otherTemplate, documents()).manifest(ROWS),
                                builder(fewer).manifest(ROWS))
                        .map(DatasetManifest::version))
                .doesNotHaveDuplicates();
    }

    @Test
    void everythingIsCounted() {
        DatasetManifest manifest = builder(documents()).manifest(ROWS);

        assertThat(manifest.without()).containsOnly(Map.entry("NO_EXAMPLE", 1L));
        assertThat(manifest.examples().values().stream().mapToLong(Long::longValue))
                .hasSize(3);
        assertThat(manifest.examples().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(120 + 40);
        assertThat(manifest.recipeVersions()).containsOnly(Map.entry(Hashes.sha256("recipe"), 61L));
        assertThat(rows(builder(documents())))
                .hasSize(62)
                .filteredOn(row -> row.examples() == null)
                .singleElement()
                .satisfies(row -> assertThat(row.documentId()).isEqualTo("empty.csv"));
    }

    @Test
    void aFamilyLiesOnOneSide() {
        List<DocumentFormatted> documents = IntStream.range(0, 300)
                .mapToObj(i -> FormattedRows.ofFamily("c", "d-" + i, "family-" + i % 100))
                .toList();
        DatasetBuilder dataset = builder(documents);

        assertThat(rows(dataset).stream()
                        .collect(Collectors.groupingBy(
                                DatasetRow::family, Collectors.mapping(DatasetRow::split, Collectors.toSet()))))
                .hasSize(100)
                .allSatisfy((family, sides) -> assertThat(sides).hasSize(1));
        assertThat(rows(dataset)).extracting(DatasetRow::split).contains("train", "validation", "test");
    }

    @Test
    void rowsOfOneDocumentLieOnSeveralSides() {
        DatasetManifest manifest = builder(List.of(FormattedRows.kept("c", "rows.jsonl", 1, 200, true)))
                .manifest(ROWS);

        assertThat(manifest.documents()).containsOnlyKeys("train", "validation", "test");
        assertThat(manifest.documents().values()).containsOnly(1L);
        assertThat(manifest.examples().get("test")).isBetween(8L, 50L);
    }

    @Test
    void rowsLieWhereTheirKeysSay() {
        ObjectRef reference = FormattedRows.ref("keys");
        DocumentFormatted document =
                FormattedRows.of("c", "rows.jsonl").examples(100).build(reference);
        List<String> keys = IntStream.range(0, 100).mapToObj(i -> "row-" + i).toList();
        SplitKeys splitKeys = new SplitKeys(Map.of(reference, keys));
        Split split = Split.of("c", keys, Recipe.defaults().formatting());

        DatasetManifest manifest =
                new DatasetBuilder("c", Recipe.defaults(), List.of(document), splitKeys).manifest(ROWS);

        assertThat(manifest.examples())
                .isEqualTo(keys.stream().collect(Collectors.groupingBy(split::side, Collectors.counting())));
        assertThat(manifest.digest())
                .isEqualTo(Hashes.sha256("rows.jsonl\t" + Hashes.sha256("text rows.jsonl") + "\t"
                        + keys.stream().map(split::side).collect(Collectors.joining(",")) + "\n"));
    }

    @Test
    void withoutAnExampleThereIsNoDataset() {
        assertThat(builder(List.of()).isEmpty()).isTrue();
        assertThat(builder(List.of(FormattedRows.kept("c", "d", 1, 0, false))).isEmpty())
                .isTrue();
        assertThat(builder(documents()).isEmpty()).isFalse();
    }

    private static DatasetBuilder builder(List<DocumentFormatted> documents) {
        return builder(Recipe.defaults(), documents);
    }

    private static DatasetBuilder builder(Recipe recipe, List<DocumentFormatted> documents) {
        return new DatasetBuilder("c", recipe, documents, SplitKeys.FAMILIES);
    }

    private static List<DatasetRow> rows(DatasetBuilder dataset) {
        return new String(dataset.rows(), StandardCharsets.UTF_8)
                .lines()
                .map(line -> Json.read(line.getBytes(StandardCharsets.UTF_8), DatasetRow.class))
                .toList();
    }
}
