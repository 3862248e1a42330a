package dev.millrace.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Trains a byte-level byte-pair encoding (Sennrich et al. 2016; bytes as in Radford et al. 2019). Deterministic: of pairs that are equally
 * frequent the one whose bytes are lower is merged first.
 */
public final class BytePairTrainer {
    /** GPT-2's rule for cutting text into words. */
    private static final Pattern WORDS = Pattern.compile(
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            Pattern.UNICODE_CHARACTER_CLASS);

    private static final int BYTES = 256;

    /**
     * Each merge goes over every word it touches, so one word of a million letters would cost as much as a million words, for each merge.
     * What is longer than any word is counted in pieces; a vocabulary learns nothing of such a thing as a whole.
     */
    private static final int LONGEST_WORD = 256;

    private final Map<String, Long> words = new TreeMap<>();

    /** Counts the words of a text. */
    public void add(String text) {
        Matcher matcher = WORDS.matcher(text);
        while (matcher.find()) {
            for (int from = matcher.start(); from < matcher.end(); ) {
                int to = Math.min(from + LONGEST_WORD, matcher.end());
                // A surrogate pair stays together.
                to -= to < matcher.end() && Character.isLowSurrogate(text.charAt(to)) ? 1 : 0;
                words.merge(text.substring(from, to), 1L, Long::sum);
                from = to;
            }
        }
    }

    /** Characters of the longest piece that is counted. */
    int longest() {
        return words.keySet().stream().mapToInt(String::length).max().orElse(0);
    }

    /**
     * @param specialTokens get the lowest ids, in this order
     * @param vocabularySize special tokens and single bytes included; fewer when there is nothing left to merge
     */
    public BytePairVocabulary train(List<String> specialTokens, int vocabularySize) {
        return new Run(words).train(specialTokens, vocabularySize);
    }

    private record Pair(int left, int right) {}

    private record Candidate(Pair pair, long count) {}

    /** One training: words as lists of symbols, and for every pair its count and the words it stands in. */
    private static final class Run {
        private final List<int[]> symbols = new ArrayList<>();
        private final long[] counts;
        private final List<byte[]> bytes = new ArrayList<>();
        private final Map<Pair, Long> pairs = new HashMap<>();
        private final Map<Pair, Set<Integer>> places = new HashMap<>();
        private final PriorityQueue<Candidate> queue;

        Run(Map<String, Long> words) {
            for (int b = 0; b < BYTES; b++) {
                bytes.add(new byte[] {(byte) b});
            }
            counts = new long[words.size()];
            words.forEach((word, count) -> {
                counts[symbols.size()] = count;
                byte[] utf8 = word.getBytes(StandardCharsets.UTF_8);
                int[] ids = new int[utf8.length];
                for (int i = 0; i < ids.length; i++) {
                    ids[i] = utf8[i] & 0xFF;
                }
                symbols.add(ids);
            });
            queue = new PriorityQueue<>(Comparator.comparingLong(Candidate::count)
                    .reversed()
                    .thenComparing(c -> bytes.get(c.pair.left), Arrays::compareUnsigned)
                    .thenComparing(c -> bytes.get(c.pair.right), Arrays::compareUnsigned));
        }

        BytePairVocabulary train(List<String> specialTokens, int vocabularySize) {
            for (int word = 0; word < symbols.size(); word++) {
                count(word, 1);
            }
            pairs.forEach((pair, count) -> queue.add(new Candidate(pair, count)));
            List<BytePairVocabulary.Merge> merges = new ArrayList<>();
            while (merges.size() + BYTES + specialTokens.size() < vocabularySize) {
                Candidate best = next();
                if (best == null) {
                    break;
                }
                merges.add(new BytePairVocabulary.Merge(bytes.get(best.pair.left), bytes.get(best.pair.right)));
                merge(best.pair);
            }
            return new BytePairVocabulary(specialTokens, merges);
        }

        /** The most frequent pair that stands more than once; entries whose count is out of date are put right on the way. */
        private @org.jspecify.annotations.Nullable Candidate next() {
            while (!queue.isEmpty()) {
                Candidate candidate = queue.remove();
                long now = pairs.getOrDefault(candidate.pair, 0L);
                if (now == candidate.count && now > 1) {
                    return candidate;
                }
                if (now > 1 && now < candidate.count) {
                    queue.add(new Candidate(candidate.pair, now));
                }
            }
            return null;
        }

        private void merge(Pair pair) {
            int merged = bytes.size();
            byte[] left = bytes.get(pair.left);
            byte[] right = bytes.get(pair.right);
            byte[] joined = Arrays.copyOf(left, left.length + right.length);
            System.arraycopy(right, 0, joined, left.length, right.length);
            bytes.add(joined);
            Set<Pair> touched = new HashSet<>();
            for (int word : List.copyOf(places.getOrDefault(pair, Set.of()))) {
                count(word, -1);
                symbols.set(word, replaced(symbols.get(word), pair, merged));
                touched.addAll(count(word, 1));
            }
            places.remove(pair);
            touched.forEach(each -> queue.add(new Candidate(each, pairs.getOrDefault(each, 0L))));
        }

        private static int[] replaced(int[] ids, Pair pair, int merged) {
            int[] out = new int[ids.length];
            int length = 0;
            for (int i = 0; i < ids.length; i++) {
                boolean here = i + 1 < ids.length && ids[i] == pair.left && ids[i + 1] == pair.right;
                out[length++] = here ? merged : ids[i];
                i += here ? 1 : 0;
            }
            return Arrays.copyOf(out, length);
        }

        /** Adds a word's pairs to the counts, or takes them away. */
        private List<Pair> count(int word, int sign) {
            int[] ids = symbols.get(word);
            List<Pair> counted = new ArrayList<>();
            for (int i = 0; i + 1 < ids.length; i++) {
                Pair pair = new Pair(ids[i], ids[i + 1]);
                pairs.merge(pair, sign * counts[word], Long::sum);
                if (sign > 0) {
                    places.computeIfAbsent(pair, p -> new HashSet<>()).add(word);
                }
                counted.add(pair);
            }
            return counted;
        }
    }
}
