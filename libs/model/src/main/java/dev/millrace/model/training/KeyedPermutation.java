package dev.millrace.model.training;

import dev.millrace.model.CounterRandom;

/**
 * A random order of {@code size} things as a function of a key: the thing at a position is computed, nothing is stored.
 * A Feistel network over the next even power of two, walked until it falls into the range (Black and Rogaway, "Ciphers
 * with arbitrary finite domains", 2002).
 */
final class KeyedPermutation {
    private static final int ROUNDS = 6;

    private final CounterRandom random;
    private final long size;
    private final int halfBits;
    private final long mask;

    KeyedPermutation(long size, long... key) {
        this.random = CounterRandom.keyed(key);
        this.size = size;
        int bits = Math.max(2, Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, size - 1)));
        this.halfBits = (bits + 1) / 2;
        this.mask = (1L << halfBits) - 1;
    }

    /** The thing at a position, both in [0, size). */
    long at(long position) {
        long value = position;
        do {
            value = encrypt(value);
        } while (value >= size);
        return value;
    }

    private long encrypt(long value) {
        long left = value >>> halfBits;
        long right = value & mask;
        for (int round = 0; round < ROUNDS; round++) {
            long next = left ^ (random.bits((long) round << 32 ^ right) & mask);
            left = right;
            right = next;
        }
        return left << halfBits | right;
    }
}
