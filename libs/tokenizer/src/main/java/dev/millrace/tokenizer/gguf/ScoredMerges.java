package dev.millrace.tokenizer.gguf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * The merges of a vocabulary that has scores instead: two neighbours are merged when both and their sum are tokens, the
 * best scored sum first. Of the ways to make one token, that with the shorter left part comes first.
 */
final class ScoredMerges {
    /** Two neighbours that become one. */
    record Merge(String left, String right) {}

    /** What is never a part of an ordinary word; what a user defined is cut out of the text before. */
    private static final Set<Integer> APART =
            Set.of(GgufVocabulary.UNKNOWN, GgufVocabulary.CONTROL, GgufVocabulary.USER_DEFINED, GgufVocabulary.BYTE);

    private ScoredMerges() {}

    /** @param kinds of each token, as {@link GgufVocabulary} numbers them */
    static List<Merge> of(List<String> tokens, IntUnaryOperator kinds, double[] scores) {
        List<Integer> ordinary = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (int id = 0; id < scores.length; id++) {
            if (!APART.contains(kinds.applyAsInt(id))) {
                ordinary.add(id);
                known.add(tokens.get(id));
            }
        }
        ordinary.sort(Comparator.comparingDouble((Integer id) -> scores[id]).reversed());
        List<Merge> merges = new ArrayList<>();
        ordinary.forEach(id -> addSplits(tokens.get(id), known, merges));
        return merges;
    }

    private static void addSplits(String token, Set<String> known, List<Merge> merges) {
        for (int at = 1; at < token.length(); at++) {
            boolean betweenHalves = Character.isLowSurrogate(token.charAt(at));
            if (!betweenHalves && known.contains(token.substring(0, at)) && known.contains(token.substring(at))) {
                merges.add(new Merge(token.substring(0, at), token.substring(at)));
            }
        }
    }
}
