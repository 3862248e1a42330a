package dev.millrace.model.decoder;

import dev.millrace.contracts.MillraceException;
import dev.millrace.model.DecoderConfig;
import java.util.List;

/** What tells how likely each token is to be the next. V vocabulary. */
public interface CausalModel extends AutoCloseable {
    DecoderConfig config();

    /** A cache for one text of up to {@code positions} tokens. */
    KeyValueCache cache(int positions);

    /**
     * Logits [V] after the last of {@code tokens}, which follow those already in the cache.
     *
     * @throws MillraceException CONTEXT_LENGTH_EXCEEDED when the cache has no room for them
     */
    default float[] next(KeyValueCache cache, int[] tokens) {
        return next(List.of(cache), List.of(tokens))[0];
    }

    /**
     * Logits of several texts at once, [texts][V]: each gets its own number of further tokens, without padding. Every
     * multiplication serves them all.
     *
     * @param caches one per text, none twice
     * @param tokens at least one per text
     * @throws MillraceException CONTEXT_LENGTH_EXCEEDED when a cache has no room for its tokens
     */
    float[][] next(List<KeyValueCache> caches, List<int[]> tokens);

    @Override
    void close();
}
