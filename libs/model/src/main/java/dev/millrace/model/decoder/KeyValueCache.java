package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.engine.StepScope;
import java.util.ArrayList;
import java.util.List;

/** Keys and values of the tokens seen so far, each [K, P, W] per layer, with room set aside from the start. */
public final class KeyValueCache implements AutoCloseable {
    private final StepScope scope;
    private final int positions;
    private final List<NDArray> keys = new ArrayList<>();
    private final List<NDArray> values = new ArrayList<>();
    private int length;

    KeyValueCache(StepScope scope, DecoderConfig config, int positions) {
        this.scope = scope;
        this.positions = positions;
        for (int layer = 0; layer < config.layers(); layer++) {
            keys.add(scope.zeros(config.keyValueHeads(), positions, config.headWidth()));
            values.add(scope.zeros(config.keyValueHeads(), positions, config.headWidth()));
        }
    }

    NDArray keys(int layer) {
        return keys.get(layer);
    }

    NDArray values(int layer) {
        return values.get(layer);
    }

    /** Claims room for further tokens; returns how many were there before. */
    int extend(int tokens) {
        if (tokens < 1 || length + tokens > positions) {
            throw new MillraceException(
                    ErrorCode.CONTEXT_LENGTH_EXCEEDED,
                    "After " + length + " tokens there is no room for " + tokens + " more, the limit is " + positions
                            + ".");
        }
        int start = length;
        length += tokens;
        return start;
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
    }

    @Override
    public void close() {
        scope.close();
    }
}
