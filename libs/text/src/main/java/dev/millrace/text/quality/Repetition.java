package dev.millrace.text.quality;

import java.util.HashSet;
import java.util.Set;

/** How much a text repeats itself, as Gopher measures it (Rae et al. 2021, appendix A1.1). */
public final class Repetition {
    /** Enough of any text to judge it by; what comes behind changes neither time nor memory. */
    private static final int MOST_WORDS = 2_000_000;

    private static final long PRIME = 0x9E3779B97F4A7C15L;

    private Repetition() {}

    /** Share of the lines that are not empty which repeat an earlier one. */
    public static double duplicateLineShare(String text) {
        Set<String> seen = new HashSet<>();
        int lines = 0;
        int start = 0;
        while (start <= text.length() && lines < MOST_WORDS) {
            int feed = text.indexOf('\n', start);
            int end = feed < 0 ? text.length() : feed;
            String line = text.substring(start, end).strip();
            if (!line.isEmpty()) {
                lines++;
                seen.add(line);
            }
            start = end + 1;
        }
        return lines == 0 ? 0 : (double) (lines - seen.size()) / lines;
    }

    /** Share of the words' characters that lie in word n-grams which repeat an earlier one; none is counted twice. */
    public static double duplicateNgramShare(String text, int n) {
        Ngrams ngrams = new Ngrams(n);
        Words.visit(text, (start, end) -> ngrams.add(hash(text, start, end), end - start));
        return ngrams.share();
    }

    private static long hash(String text, int start, int end) {
        long hash = (long) end - start;
        for (int i = start; i < end; i++) {
            hash = (hash ^ Character.toLowerCase(text.charAt(i))) * PRIME;
            hash ^= hash >>> 32;
        }
        return hash;
    }

    /** The last n words, and which n-grams were seen. */
    private static final class Ngrams {
        private final int n;
        private final long[] hashes;
        private final int[] lengths;
        private final HashSet<Long> seen = new HashSet<>();
        private int words;
        private int covered;
        private long characters;
        private long repeated;

        Ngrams(int n) {
            this.n = n;
            this.hashes = new long[n];
            this.lengths = new int[n];
        }

        boolean add(long hash, int length) {
            hashes[words % n] = hash;
            lengths[words % n] = length;
            words++;
            characters += length;
            if (words >= n && !seen.add(gram())) {
                cover();
            }
            return words < MOST_WORDS;
        }

        private long gram() {
            long gram = 0;
            for (int i = words - n; i < words; i++) {
                gram = (gram ^ hashes[i % n]) * PRIME;
                gram ^= gram >>> 29;
            }
            return gram;
        }

        private void cover() {
            for (int i = Math.max(covered, words - n); i < words; i++) {
                repeated += lengths[i % n];
            }
            covered = words;
        }

        double share() {
            return characters == 0 ? 0 : (double) repeated / characters;
        }
    }
}
