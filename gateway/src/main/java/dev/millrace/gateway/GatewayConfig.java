package dev.millrace.gateway;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Settings of the gateway. */
@ConfigMapping(prefix = "millrace.gateway")
public interface GatewayConfig {
    /** Threads of one operation of a model; 0 for one per processor. */
    @WithDefault("0")
    int threads();

    /** In which form models keep their weights; auto is bf16 where the processor multiplies it itself, fp32 elsewhere. */
    @WithDefault("auto")
    Weights weights();

    /** Forms of weights. */
    enum Weights {
        AUTO,
        FP32,
        BF16,
        INT8
    }

    /** Models that are kept in memory. */
    @WithDefault("2")
    int loadedModels();

    /** Requests that may wait for a model; more are turned away. */
    @WithDefault("16")
    int waitingRequests();

    /** Event streams at once; more are turned away. */
    @WithDefault("32")
    int eventStreams();

    /** Documents up to this many bytes travel in the event itself, larger ones through the object store. */
    @WithDefault("524288")
    int largestInline();

    /** Wrong API keys an address may send a minute before it is no longer heard. */
    @WithDefault("30")
    int wrongKeys();

    /** The first admin key; recorded when it is not known yet, valid until it is revoked. */
    Optional<String> bootstrapKey();
}
