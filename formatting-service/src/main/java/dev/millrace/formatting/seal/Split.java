package dev.millrace.formatting.seal;

import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.recipe.FormattingRecipe;
import java.util.Arrays;
import java.util.Collection;

/**
 * Which side of the split a key lies on: a hash of the key with the collection as salt, so that a key's side depends on nothing but itself,
 * except that held-out splits which would be too small are filled with the keys of the lowest hashes.
 *
 * @param testBelow hashes lower than this are in the test split, unsigned
 * @param validationBelow and of the others those lower than this in the validation split, unsigned
 */
public record Split(String collection, long testBelow, long validationBelow) {
    public static final String TRAIN = "train";
    public static final String VALIDATION = "validation";
    public static final String TEST = "test";

    private static final int HEX = 16;

    /**
     * Sets the bounds for the keys there are. A held-out split is filled up to {@code minFamilies}, but where that is a quarter of all keys or
     * more, it is a quarter of them: a small collection must leave enough to learn from. Of two or three keys one is held out, in the first
     * split that has a share: without it nobody could say whether a model is better. A single key is learned from.
     */
    static Split of(String collection, Collection<String> keys, FormattingRecipe recipe) {
        long[] hashes =
                keys.stream().distinct().mapToLong(key -> hash(collection, key)).toArray();
        flip(hashes);
        Arrays.sort(hashes);
        flip(hashes);
        int test = size(hashes, 0, 0, recipe.testShare(), recipe.minFamilies());
        int validation = size(hashes, test, recipe.testShare(), recipe.validationShare(), recipe.minFamilies());
        return new Split(collection, bound(hashes, test), bound(hashes, test + validation));
    }

    /** Signed order of flipped numbers is unsigned order of the numbers. */
    private static void flip(long[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] ^= Long.MIN_VALUE;
        }
    }

    /** @param before the share of the splits before this one: where they end does not depend on which keys there are */
    private static int size(long[] hashes, int from, double before, double share, int least) {
        int quarter = hashes.length / 4;
        if (share == 0) {
            return 0;
        }
        if (quarter <= least) {
            return quarter == 0 && from == 0 && hashes.length > 1 ? 1 : quarter;
        }
        double end = share + Math.max(before, fraction(hashes, from));
        int natural = 0;
        while (from + natural < hashes.length && asFraction(hashes[from + natural]) < end) {
            natural++;
        }
        return Math.max(natural, least);
    }

    private static double fraction(long[] hashes, int count) {
        return count == 0 ? 0 : asFraction(hashes[count - 1]);
    }

    private static double asFraction(long hash) {
        return (hash >>> 11) * 0x1.0p-53;
    }

    private static long bound(long[] hashes, int count) {
        return count == 0 ? 0 : count == hashes.length ? -1L : hashes[count];
    }

    static long hash(String collection, String key) {
        return Long.parseUnsignedLong(Hashes.sha256OfParts(collection, key).substring(0, HEX), HEX);
    }

    public static Split parse(String collection, String testBelow, String validationBelow) {
        return new Split(
                collection, Long.parseUnsignedLong(testBelow, HEX), Long.parseUnsignedLong(validationBelow, HEX));
    }

    static String hex(long bound) {
        return String.format(java.util.Locale.ROOT, "%016x", bound);
    }

    public String side(String key) {
        long hash = hash(collection, key);
        if (Long.compareUnsigned(hash, testBelow) < 0) {
            return TEST;
        }
        return Long.compareUnsigned(hash, validationBelow) < 0 ? VALIDATION : TRAIN;
    }
}
