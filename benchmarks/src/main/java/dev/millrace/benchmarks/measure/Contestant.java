package dev.millrace.benchmarks.measure;

/** One of those that are measured in turn. */
public interface Contestant {
    String name();

    /** One round: verifies what came out, then adds its figures. */
    void measure(Samples samples) throws Exception;

    /** Rounds before those that count: until the compilers have done their work. */
    default int warmUps() {
        return 1;
    }

    /** True when a first round that does not count is of no use, because every round starts anew. */
    default boolean startsCold() {
        return false;
    }
}
