package dev.millrace.trainer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The trainer's own settings. */
@ConfigMapping(prefix = "millrace.trainer")
public interface TrainerConfig {
    /** Threads of one operation; 0 for one per processor. A run's bits depend on it. */
    @WithDefault("0")
    int threads();

    /** Time between two signs of life of whoever holds a run. */
    @WithDefault("5s")
    Duration heartbeat();

    /** Without a sign of life for so long, another trainer may claim the run. */
    @WithDefault("20s")
    Duration lease();

    /** How often to look for a run whose lease has run out. */
    @WithDefault("1s")
    Duration poll();

    /** Metrics of steps are published at least so often. */
    @WithDefault("1s")
    Duration flush();

    /** Claims of a run without a checkpoint between them before it is given up. */
    @WithDefault("20")
    int attempts();

    /** Bytes that a run may take; 0 for what machine and control group leave. A run that needs more is refused before its first step. */
    @WithDefault("0")
    long memory();
}
