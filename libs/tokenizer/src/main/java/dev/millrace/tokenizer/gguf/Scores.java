package dev.millrace.tokenizer.gguf;

import dev.millrace.tokenizer.gguf.ScoredMerges.Merge;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Merges as scores of what they make: the earlier a token is merged, the higher its score. That tells the same only when
 * all ways to make a token follow each other and none is missing, as they do where a library once made the merges from
 * scores; anything else is refused.
 */
final class Scores {
    /** Of tokens that no merge makes: below all others. */
    private static final double LEAST = -1e6;

    private Scores() {}

    static double[] of(Merges merges, TokenTable tokens) {
        Map<String, Integer> places = places(merges.list());
        double[] scores = new double[tokens.texts().size()];
        for (int id = 0; id < scores.length; id++) {
            Integer place = places.get(tokens.texts().get(id));
            scores[id] = place == null ? LEAST : -place;
        }
        requireComplete(merges.list(), tokens, scores);
        return scores;
    }

    /** Number of the group of merges that makes a token. */
    private static Map<String, Integer> places(List<Merge> merges) {
        Map<String, Integer> places = new HashMap<>();
        String before = "";
        for (Merge merge : merges) {
            String made = merge.left() + merge.right();
            if (!made.equals(before) && places.put(made, places.size()) != null) {
                throw TokenizerMetadata.refused("merges that make one token, with others between them");
            }
            before = made;
        }
        return places;
    }

    /** What fills the table up is no part of any word. */
    private static int kind(TokenTable tokens, int id) {
        return tokens.kinds()[id] == TokenTable.UNUSED ? GgufVocabulary.CONTROL : (int) tokens.kinds()[id];
    }

    private static void requireComplete(List<Merge> merges, TokenTable tokens, double[] scores) {
        Set<Merge> told = new HashSet<>(ScoredMerges.of(tokens.texts(), id -> kind(tokens, id), scores));
        merges.forEach(told::remove);
        if (!told.isEmpty()) {
            throw TokenizerMetadata.refused("that two tokens do not make a third, though their texts do");
        }
    }
}
