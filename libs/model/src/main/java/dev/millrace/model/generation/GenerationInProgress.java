package dev.millrace.model.generation;

import dev.millrace.model.decoder.CausalModel;
import dev.millrace.model.decoder.KeyValueCache;
import dev.millrace.model.generation.Generation.End;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One text of several that are generated together. */
final class GenerationInProgress implements AutoCloseable {
    private final SamplingOptions options;
    private final TokenChooser chooser;
    private final KeyValueCache cache;
    private final int most;
    private final List<Integer> tokens = new ArrayList<>();
    private int[] pending;
    private @Nullable End end;

    GenerationInProgress(CausalModel model, int[] prompt, SamplingOptions options) {
        int room = (int) Math.min(
                (long) prompt.length + options.maxTokens(), model.config().maxPositions());
        this.options = options;
        this.chooser = new TokenChooser(options);
        this.cache = model.cache(room);
        this.most = room - prompt.length;
        this.pending = prompt.clone();
        this.end = most == 0 ? End.LENGTH : null;
    }

    KeyValueCache cache() {
        return cache;
    }

    /** Tokens that the model has not seen yet. */
    int[] pending() {
        return pending;
    }

    /** Chooses the next token. */
    void take(float[] logits) {
        int token = chooser.choose(logits);
        if (options.stopTokens().contains(token)) {
            end = End.STOP;
            return;
        }
        tokens.add(token);
        pending = new int[] {token};
        if (tokens.size() == most) {
            end = End.LENGTH;
        }
    }

    boolean ended() {
        return end != null;
    }

    Generation result() {
        return new Generation(tokens, end == null ? End.LENGTH : end);
    }

    @Override
    public void close() {
        cache.close();
    }
}
