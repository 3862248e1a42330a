package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.engine.StepScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Keys and values of the tokens seen so far, each [K, P, W] per layer, with room set aside from the start. */
public final class KeyValueCache implements AutoCloseable {
    private final StepScope scope;
    private final int positions;
    private final List<NDArray> keys = new ArrayList<>();
    private final List<NDArray> values = new ArrayList<>();
    private int[] tokens = new int[16];
    private int length;
    private int computed;
    private boolean beyond;

    KeyValueCache(StepScope scope, DecoderConfig config, int positions) {
        this.scope = scope;
        this.positions = positions;
        for (int layer = 0; layer < config.layers(); layer++) {
            keys.add(scope.zeros(config.keyValueHeads(), positions, config.headWidth()));
            values.add(scope.zeros(config.keyValueHeads(), positions, config.headWidth()));
        }
    }

    /** @param whole keys and values of all layers [layers, 2, K, P, W], owned by the scope */
    KeyValueCache(StepScope scope, NDArray whole, int positions) {
        this.scope = scope;
        this.positions = positions;
        keys.add(whole);
    }

    /** Keys and values of all layers, of a cache that was made whole. */
    NDArray whole() {
        return keys.getFirst();
    }

    NDArray keys(int layer) {
        return keys.get(layer);
    }

    NDArray values(int layer) {
        return values.get(layer);
    }

    /** Tokens to compute, and how many before them need not be. */
    record Claim(int[] tokens, int start) {
        int end() {
            return start + tokens.length;
        }
    }

    /**
     * Claims room for further tokens.
     *
     * @param switchesAfter length beyond which all keys have other angles, those already here included
     */
    Claim extend(int[] more, int switchesAfter) {
        int total = length + more.length;
        if (more.length < 1 || total > positions) {
            throw new MillraceException(
                    ErrorCode.CONTEXT_LENGTH_EXCEEDED,
                    "After " + length + " tokens there is no room for " + more.length + " more, the limit is "
                            + positions + ".");
        }
        tokens = total <= tokens.length ? tokens : Arrays.copyOf(tokens, Math.max(total, 2 * length));
        System.arraycopy(more, 0, tokens, length, more.length);
        boolean other = (total > switchesAfter) != beyond;
        beyond = total > switchesAfter;
        int start = other ? 0 : Math.min(computed, length);
        length = total;
        computed = total;
        return new Claim(Arrays.copyOfRange(tokens, start, total), start);
    }

    /** Tokens in the cache. */
    public int length() {
        return length;
    }

    /** Forgets all but the first {@code kept} tokens. */
    public void truncate(int kept) {
        if (kept < 0 || kept > length) {
            throw new IllegalArgumentException("the cache holds " + length + " tokens");
        }
        length = kept;
        computed = Math.min(computed, kept);
    }

    @Override
    public void close() {
        scope.close();
    }
}
