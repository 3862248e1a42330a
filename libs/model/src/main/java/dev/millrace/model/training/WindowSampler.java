package dev.millrace.model.training;

import java.util.List;
import java.util.stream.LongStream;

/** Which window is taken at which position of a run: every window once per epoch, each epoch in another order. */
public final class WindowSampler {
    private final int windows;
    private final long seed;

    public WindowSampler(int windows, long seed) {
        this.windows = windows;
        this.seed = seed;
    }

    /** The window at a position, counted from 0. */
    public int at(long position) {
        long epoch = position / windows;
        return (int) new KeyedPermutation(windows, seed, 0x53414d50L, epoch).at(position % windows);
    }

    /** The windows of positions [from, from + count). */
    List<Integer> range(long from, int count) {
        return LongStream.range(from, from + count).mapToObj(this::at).toList();
    }
}
