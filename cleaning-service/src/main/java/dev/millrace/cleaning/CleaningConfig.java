package dev.millrace.cleaning;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the cleaning service. */
@ConfigMapping(prefix = "millrace.cleaning")
public interface CleaningConfig {
    /** Threads that clean the documents of a batch. */
    @WithDefault("2")
    int workers();

    /** A batch has at most so many documents. */
    @WithDefault("500")
    int batchRecords();

    /** A batch is closed so long after its first document at the latest. */
    @WithDefault("100ms")
    Duration batchWait();

    /** A batch may take so long before another replica takes over. */
    @WithDefault("10m")
    Duration batchWork();
}
