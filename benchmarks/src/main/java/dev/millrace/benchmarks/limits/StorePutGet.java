package dev.millrace.benchmarks.limits;

import dev.millrace.benchmarks.measure.Contestant;
import dev.millrace.benchmarks.measure.Samples;
import dev.millrace.benchmarks.measure.Timing;
import dev.millrace.storage.ObjectStore;
import java.util.Arrays;
import java.util.Random;

/** Objects put and got one after the other: large ones by bytes, small ones by number. */
public final class StorePutGet implements Contestant {
    public static final String PUT = "object put 2 MiB";
    public static final String GET = "object get 2 MiB";
    public static final String SMALL = "object put 4 KiB";

    private static final int LARGE = 2 << 20;
    private static final int TIMES = 32;
    private static final int SMALL_SIZE = 4 << 10;
    private static final int SMALL_TIMES = 200;

    private final ObjectStore store;
    private final byte[] bytes = new byte[LARGE];
    private int round;

    public StorePutGet(ObjectStore store) {
        this.store = store;
        new Random(1).nextBytes(bytes);
    }

    @Override
    public String name() {
        return "object store";
    }

    @Override
    public void measure(Samples samples) throws Exception {
        String folder = "bench/" + ++round + "/";
        samples.add(PUT, LARGE * (double) TIMES / 1e6 / Timing.seconds(() -> put(folder + "large-", bytes, TIMES)));
        samples.add(GET, LARGE * (double) TIMES / 1e6 / Timing.seconds(() -> get(folder + "large-")));
        byte[] small = Arrays.copyOf(bytes, SMALL_SIZE);
        samples.add(SMALL, SMALL_TIMES / Timing.seconds(() -> put(folder + "small-", small, SMALL_TIMES)));
        if (!Arrays.equals(store.get(folder + "small-0"), small)) {
            throw new IllegalStateException("a small object came back changed");
        }
    }

    private void put(String prefix, byte[] content, int times) {
        for (int i = 0; i < times; i++) {
            store.putIfAbsent(prefix + i, content, "application/octet-stream");
        }
    }

    private void get(String prefix) {
        for (int i = 0; i < TIMES; i++) {
            if (!Arrays.equals(store.get(prefix + i), bytes)) {
                throw new IllegalStateException("an object came back changed");
            }
        }
    }
}
