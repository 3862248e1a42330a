package dev.millrace.benchmarks.train;

import dev.millrace.model.DecoderConfig;

/** What a training step computes: 8 windows of 256 tokens. */
final class Shape {
    static final String NAME = "8x256";
    static final int BATCH = 8;
    static final int LENGTH = 256;

    private Shape() {}

    /**
     * Floating point operations of a token, forward and backward, in units of 1e9: six per weight of every matrix (the tied output counts
     * once, the look-up not) and attention.
     */
    static double gigaflopPerToken(DecoderConfig config) {
        long width = config.width();
        long keyValues = (long) config.keyValueHeads() * config.headWidth();
        long matrices = config.layers() * (2 * width * width + 2 * width * keyValues + 3 * width * config.feedForward())
                + config.vocabulary() * width;
        return (6.0 * matrices + 12.0 * config.layers() * width * LENGTH) / 1e9;
    }
}
