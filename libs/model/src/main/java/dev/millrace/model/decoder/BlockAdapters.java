package dev.millrace.model.decoder;

import java.util.Arrays;
import java.util.List;

/**
 * A block's adapters, as the kernels are told of them.
 *
 * @param places in the order of their tensors
 */
record BlockAdapters(List<AdapterPlace> places, double gain, double dropout) {
    static final BlockAdapters NONE = new BlockAdapters(List.of(), 0, 0);

    /** The block's own shape, then for every adapter slot, first row and row after the last. */
    long[] shape(long... own) {
        long[] all = Arrays.copyOf(own, own.length + 3 * places.size());
        for (int i = 0; i < places.size(); i++) {
            AdapterPlace place = places.get(i);
            all[own.length + 3 * i] = place.slot().place();
            all[own.length + 3 * i + 1] = place.low();
            all[own.length + 3 * i + 2] = place.high();
        }
        return all;
    }

    /**
     * Epsilon, scale of attention, dropout, then every adapter's gain.
     *
     * @param training whether inputs of adapters are dropped
     */
    double[] numbers(double epsilon, double scale, boolean training) {
        double[] all = new double[3 + places.size()];
        Arrays.fill(all, gain);
        all[0] = epsilon;
        all[1] = scale;
        all[2] = training ? dropout : 0;
        return all;
    }
}
