package dev.millrace.eval;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the evaluation service. */
@ConfigMapping(prefix = "millrace.eval")
public interface EvalConfig {
    /** Threads of one operation; 0 for one per processor. */
    @WithDefault("0")
    int threads();

    /** Tokens a window of a document has, at most the model's context. */
    @WithDefault("1024")
    int contextLength();

    /** Resamples of the bootstrap. */
    @WithDefault("2000")
    int resamples();

    /** An evaluation may take so long before another replica begins it anew. */
    @WithDefault("2h")
    Duration longest();
}
