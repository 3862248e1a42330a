package dev.millrace.model;

/**
 * Random numbers without a state: each is a function of a key and a counter, so any of them can be made again, in any
 * order. The mixing is SplitMix64's finaliser (Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
 * 2014), applied twice.
 */
public final class CounterRandom {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final long key;

    private CounterRandom(long key) {
        this.key = key;
    }

    /** A generator whose numbers depend on all of the given parts, in their order. */
    public static CounterRandom keyed(long... parts) {
        long key = GOLDEN;
        for (long part : parts) {
            key = mix(key ^ mix(part + GOLDEN));
        }
        return new CounterRandom(key);
    }

    /** 64 random bits. */
    public long bits(long counter) {
        return mix(key ^ mix(counter * GOLDEN + 1));
    }

    /** Uniform in [0, 1). */
    public double uniform(long counter) {
        return (bits(counter) >>> 11) * 0x1.0p-53;
    }

    /** Standard normal (Box and Muller, 1958), equal on every machine. */
    public double normal(long counter) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform(2 * counter)));
        return radius * StrictMath.cos(2 * Math.PI * uniform(2 * counter + 1));
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
