package dev.millrace.testkit;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Decides what happens to each request. Called by many threads. */
@FunctionalInterface
public interface Faults {
    /** @param path with the query, as the client sent it */
    Fault next(String method, String path);

    static Faults none() {
        return (method, path) -> new Fault.None();
    }

    static Faults always(Fault fault) {
        return (method, path) -> fault;
    }

    /** The fault for the first requests of this method, then none. */
    static Faults first(int requests, String method, Fault fault) {
        AtomicInteger seen = new AtomicInteger();
        return (each, path) -> each.equals(method) && seen.incrementAndGet() <= requests ? fault : new Fault.None();
    }

    /**
     * Any of the faults, at random.
     *
     * @param share of the requests that meet one, 0 to 1
     */
    static Faults random(long seed, double share, List<Fault> faults) {
        Random random = new Random(seed);
        return (method, path) -> {
            synchronized (random) {
                return random.nextDouble() < share ? faults.get(random.nextInt(faults.size())) : new Fault.None();
            }
        };
    }
}
