package dev.millrace.model;

import org.jspecify.annotations.Nullable;

/**
 * Rotary position embedding (Su et al., "RoFormer", 2021).
 *
 * @param theta base of the geometric row of wavelengths
 * @param scaling stretching of the wavelengths, null for none
 * @param partial share of a head's numbers that are turned, the first ones; in (0, 1]
 */
public record RopeSettings(double theta, @Nullable RopeScaling scaling, double partial) {
    public RopeSettings {
        if (!(theta > 1 && Double.isFinite(theta))) {
            throw DecoderConfig.unsupported("rope_theta is not a number above 1");
        }
        if (!(partial > 0 && partial <= 1)) {
            throw DecoderConfig.unsupported("partial_rotary_factor is not between 0 and 1");
        }
    }

    /** All numbers of a head are turned. */
    public RopeSettings(double theta, @Nullable RopeScaling scaling) {
        this(theta, scaling, 1);
    }

    /** How many numbers of a head are turned. */
    public int width(int headWidth) {
        return (int) (headWidth * partial);
    }

    /** Longest text with the first kind of angles. */
    public int switchesAfter() {
        return scaling == null ? Integer.MAX_VALUE : scaling.switchesAfter();
    }

    /** Factor of cosines and sines. */
    public double attentionFactor() {
        return scaling == null ? 1 : scaling.attentionFactor();
    }

    /**
     * Angle per position of each turned pair, in the 32-bit arithmetic of the reference.
     *
     * @param beyond whether the text is longer than {@link #switchesAfter}
     */
    public float[] frequencies(int headWidth, boolean beyond) {
        int width = width(headWidth);
        float[] frequencies = new float[width / 2];
        for (int i = 0; i < frequencies.length; i++) {
            float exponent = (float) (2 * i) / width;
            frequencies[i] = 1.0f / (float) StrictMath.pow(theta, exponent);
        }
        return scaling == null ? frequencies : scaling.stretch(frequencies, theta, beyond);
    }
}
