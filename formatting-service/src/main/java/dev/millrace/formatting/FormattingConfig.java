package dev.millrace.formatting;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the formatting service. */
@ConfigMapping(prefix = "millrace.formatting")
public interface FormattingConfig {
    /** A batch has at most so many records. */
    @WithDefault("500")
    int batchRecords();

    /** A batch is closed so long after its first record. */
    @WithDefault("100ms")
    Duration batchWait();

    /** A dataset request that is not answered by then fails. */
    @WithDefault("1h")
    Duration requestTimeout();
}
