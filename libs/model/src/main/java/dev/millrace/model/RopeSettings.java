package dev.millrace.model;

import org.jspecify.annotations.Nullable;

/**
 * Rotary position embedding (Su et al., "RoFormer", 2021).
 *
 * @param theta base of the geometric row of wavelengths
 * @param llama3 stretching of the long wavelengths, null for none
 */
public record RopeSettings(double theta, @Nullable Llama3Scaling llama3) {

    /**
     * Llama 3.1's stretching: wavelengths shorter than {@code originalPositions / highFrequencyFactor} stay, those longer
     * than {@code originalPositions / lowFrequencyFactor} are stretched by {@code factor}, those between are blended.
     */
    public record Llama3Scaling(
            double factor, double lowFrequencyFactor, double highFrequencyFactor, int originalPositions) {}

    /** Angle per position of each of the {@code headWidth / 2} pairs, in the 32-bit arithmetic of the reference. */
    public float[] frequencies(int headWidth) {
        float[] frequencies = new float[headWidth / 2];
        for (int i = 0; i < frequencies.length; i++) {
            float exponent = (float) (2 * i) / headWidth;
            float frequency = 1.0f / (float) StrictMath.pow(theta, exponent);
            frequencies[i] = llama3 == null ? frequency : stretch(frequency, llama3);
        }
        return frequencies;
    }

    private static float stretch(float frequency, Llama3Scaling scaling) {
        double wavelength = 2 * Math.PI / frequency;
        double low = scaling.originalPositions() / scaling.lowFrequencyFactor();
        double high = scaling.originalPositions() / scaling.highFrequencyFactor();
        if (wavelength < high) {
            return frequency;
        }
        if (wavelength > low) {
            return (float) (frequency / scaling.factor());
        }
        double smooth = (scaling.originalPositions() / wavelength - scaling.lowFrequencyFactor())
                / (scaling.highFrequencyFactor() - scaling.lowFrequencyFactor());
        return (float) ((1 - smooth) * frequency / scaling.factor() + smooth * frequency);
    }
}
