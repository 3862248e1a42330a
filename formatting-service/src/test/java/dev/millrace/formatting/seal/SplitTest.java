package dev.millrace.formatting.seal;

import dev.millrace.contracts.recipe.FormattingRecipe;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SplitTest {
    private static final String COLLECTION = "handbook";

    @ParameterizedTest
    @CsvSource({"0.05,0.1", "0,0", "0.2,0", "0,0.2", "0.3,0.4", "0.5,0.3"})
    void theSharesAreThoseOfTheRecipe(double validation, double test) {
        List<String> keys = keys(20_000);

        Map<String, Long> sides = count(Split.of(COLLECTION, keys, recipe(validation, test, 8)), keys);

        assertThat(share(sides, Split.TEST)).isEqualTo(test, within(0.01));
        assertThat(share(sides, Split.VALIDATION)).isEqualTo(validation, within(0.01));
    }

    private static double share(Map<String, Long> sides, String side) {
        return sides.getOrDefault(side, 0L) / 20_000.0;
    }

    @Test
    void aKeysSideDoesNotChangeWhenTheCollectionGrows() {
        List<String> keys = keys(6000);
        FormattingRecipe recipe = recipe(0.05, 0.1, 8);
        Split large = Split.of(COLLECTION, keys, recipe);

        for (int size = 400; size < 6000; size += 400) {
            List<String> some = keys.subList(0, size);
            Split small = Split.of(COLLECTION, some, recipe);
            assertThat(some).allSatisfy(key -> assertThat(small.side(key)).isEqualTo(large.side(key)));
        }
    }

    /** Also where chance leaves a split without any key. */
    @Test
    void withoutALeastNumberOfFamiliesASideNeverChangesAtAll() {
        FormattingRecipe recipe = recipe(0.1, 0.1, 0);
        Split large = Split.of(COLLECTION, keys(5000), recipe);

        for (int size = 4; size < 60; size++) {
            Split small = Split.of(COLLECTION, keys(size), recipe);
            assertThat(keys(size)).allSatisfy(key -> assertThat(small.side(key)).isEqualTo(large.side(key)));
        }
    }

    @Test
    void neitherOrderNorRepetitionOfTheKeysCounts() {
        List<String> keys = keys(100);
        List<String> shuffled = new ArrayList<>(keys);
        shuffled.addAll(keys.subList(0, 50));
        Collections.shuffle(shuffled, new Random(3));

        assertThat(Split.of(COLLECTION, shuffled, recipe(0.05, 0.1, 8)))
                .isEqualTo(Split.of(COLLECTION, keys, recipe(0.05, 0.1, 8)));
    }

    @Test
    void theCollectionIsTheSalt() {
        List<String> keys = keys(1000);
        Split one = Split.of("one", keys, recipe(0, 0.3, 0));
        Split other = Split.of("other", keys, recipe(0, 0.3, 0));

        long same = keys.stream()
                .filter(key -> one.side(key).equals(other.side(key)))
                .count();

        assertThat(same / 1000.0).isEqualTo(0.3 * 0.3 + 0.7 * 0.7, within(0.05));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 7, 8, 20, 31, 32})
    void aSmallCollectionKeepsHalfToLearnFromAndHoldsOutAQuarterEach(int size) {
        Map<String, Long> sides = count(Split.of(COLLECTION, keys(size), recipe(0.05, 0.1, 8)), keys(size));

        assertThat(sides.getOrDefault(Split.TEST, 0L)).isEqualTo(size / 4);
        assertThat(sides.getOrDefault(Split.VALIDATION, 0L)).isEqualTo(size / 4);
    }

    /** So that there is something to judge a model by; of a single key there is nothing to spare. */
    @ParameterizedTest
    @CsvSource({"2,0.1,test", "3,0.1,test", "2,0,validation", "3,0,validation"})
    void ofTwoOrThreeKeysOneIsHeldOut(int size, double testShare, String side) {
        Map<String, Long> sides = count(Split.of(COLLECTION, keys(size), recipe(0.05, testShare, 8)), keys(size));

        assertThat(sides).isEqualTo(Map.of(side, 1L, Split.TRAIN, size - 1L));
    }

    @Test
    void heldOutSplitsAreFilledWithTheLowestHashes() {
        List<String> keys = keys(60);
        List<String> byHash = keys.stream()
                .sorted((a, b) -> Long.compareUnsigned(Split.hash(COLLECTION, a), Split.hash(COLLECTION, b)))
                .toList();

        Split split = Split.of(COLLECTION, keys, recipe(0.001, 0.001, 8));

        assertThat(byHash.subList(0, 8))
                .allSatisfy(key -> assertThat(split.side(key)).isEqualTo(Split.TEST));
        assertThat(byHash.subList(8, 16))
                .allSatisfy(key -> assertThat(split.side(key)).isEqualTo(Split.VALIDATION));
        assertThat(byHash.subList(16, 60))
                .allSatisfy(key -> assertThat(split.side(key)).isEqualTo(Split.TRAIN));
    }

    @Test
    void theBoundsSayItAll() {
        List<String> keys = keys(500);
        Split split = Split.of(COLLECTION, keys, recipe(0.2, 0.2, 8));

        Split read = Split.parse(COLLECTION, Split.hex(split.testBelow()), Split.hex(split.validationBelow()));

        assertThat(read).isEqualTo(split);
        assertThat(Split.hex(split.testBelow())).matches("[0-9a-f]{16}");
    }

    private static List<String> keys(int count) {
        return IntStream.range(0, count).mapToObj(i -> "family-" + i).toList();
    }

    private static Map<String, Long> count(Split split, List<String> keys) {
        return keys.stream().collect(Collectors.groupingBy(split::side, Collectors.counting()));
    }

    private static FormattingRecipe recipe(double validation, double test, int minFamilies) {
        return new FormattingRecipe(null, null, validation, test, minFamilies, null);
    }
}
