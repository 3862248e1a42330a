package dev.millrace.model;

import dev.millrace.contracts.MillraceException;
import java.util.List;

/** How a model's rotary wavelengths are stretched beyond the length it was first trained on. */
public sealed interface RopeScaling {

    /**
     * Angles per position, from those of plain rotary positions.
     *
     * @param plain 1 / theta^(2i/width), i below width / 2
     * @param beyond whether the text is longer than the original length
     */
    float[] stretch(float[] plain, double theta, boolean beyond);

    /** Factor of cosines and sines. */
    default double attentionFactor() {
        return 1;
    }

    /** Longest text that has the first kind of angles; beyond it the second kind holds for the whole text. */
    default int switchesAfter() {
        return Integer.MAX_VALUE;
    }

    private static void require(boolean holds, String name) {
        if (!holds) {
            throw refused(name);
        }
    }

    private static MillraceException refused(String name) {
        return DecoderConfig.unsupported("the rope scaling's " + name + " is out of range");
    }

    private static boolean positive(double value) {
        return value > 0 && Double.isFinite(value);
    }

    /** All wavelengths times a factor (Chen et al., "Extending context window", 2023). */
    record Linear(double factor) implements RopeScaling {
        public Linear {
            require(positive(factor), "factor");
        }

        @Override
        public float[] stretch(float[] plain, double theta, boolean beyond) {
            float[] stretched = plain.clone();
            for (int i = 0; i < stretched.length; i++) {
                stretched[i] /= (float) factor;
            }
            return stretched;
        }
    }

    /**
     * Llama 3.1's: wavelengths shorter than {@code originalPositions / highFrequencyFactor} stay, those longer than
     * {@code originalPositions / lowFrequencyFactor} are stretched by {@code factor}, those between are blended.
     */
    record Llama3(double factor, double lowFrequencyFactor, double highFrequencyFactor, int originalPositions)
            implements RopeScaling {
        public Llama3 {
            require(positive(factor), "factor");
            require(positive(lowFrequencyFactor), "low_freq_factor");
            require(positive(highFrequencyFactor) && highFrequencyFactor > lowFrequencyFactor, "high_freq_factor");
            require(originalPositions > 0, "original_max_position_embeddings");
        }

        @Override
        public float[] stretch(float[] plain, double theta, boolean beyond) {
            float[] stretched = plain.clone();
            for (int i = 0; i < stretched.length; i++) {
                stretched[i] = stretched(stretched[i]);
            }
            return stretched;
        }

        private float stretched(float frequency) {
            double wavelength = 2 * Math.PI / frequency;
            if (wavelength < originalPositions / highFrequencyFactor) {
                return frequency;
            }
            if (wavelength > originalPositions / lowFrequencyFactor) {
                return (float) (frequency / factor);
            }
            double smooth =
                    (originalPositions / wavelength - lowFrequencyFactor) / (highFrequencyFactor - lowFrequencyFactor);
            return (float) ((1 - smooth) * frequency / factor + smooth * frequency);
        }
    }

    /**
     * YaRN (Peng et al., 2023): wavelengths that turn often within the original length stay, slow ones are stretched, with
     * a ramp between {@code betaFast} and {@code betaSlow} turns.
     *
     * @param truncate whether the ramp begins and ends at whole dimensions
     */
    record Yarn(
            double factor,
            double attentionFactor,
            double betaFast,
            double betaSlow,
            boolean truncate,
            int originalPositions)
            implements RopeScaling {
        public Yarn {
            require(positive(factor), "factor");
            require(positive(attentionFactor), "attention_factor");
            require(positive(betaFast), "beta_fast");
            require(positive(betaSlow), "beta_slow");
            require(originalPositions > 0, "original_max_position_embeddings");
        }

        @Override
        public float[] stretch(float[] plain, double theta, boolean beyond) {
            int width = 2 * plain.length;
            double low = dimension(betaFast, width, theta);
            double high = dimension(betaSlow, width, theta);
            low = Math.max(truncate ? Math.floor(low) : low, 0);
            high = Math.min(truncate ? Math.ceil(high) : high, width - 1.0);
            double span = high == low ? 0.001 : high - low;
            float[] stretched = plain.clone();
            for (int i = 0; i < stretched.length; i++) {
                double ramp = Math.clamp((i - low) / span, 0, 1);
                stretched[i] = (float) (plain[i] / factor * ramp + plain[i] * (1 - ramp));
            }
            return stretched;
        }

        /** The dimension whose angle makes so many turns within the original length. */
        private double dimension(double turns, int width, double theta) {
            return width * Math.log(originalPositions / (turns * 2 * Math.PI)) / (2 * Math.log(theta));
        }
    }

    /**
     * LongRoPE (Ding et al., 2024): a factor for every wavelength, of one list up to the original length and of another
     * for longer texts.
     */
    record LongRope(List<Double> shortFactors, List<Double> longFactors, double attentionFactor, int originalPositions)
            implements RopeScaling {
        public LongRope {
            shortFactors = List.copyOf(shortFactors);
            longFactors = List.copyOf(longFactors);
            require(shortFactors.stream().allMatch(RopeScaling::positive), "short_factor");
            require(longFactors.stream().allMatch(RopeScaling::positive), "long_factor");
            require(positive(attentionFactor), "attention_factor");
            require(originalPositions > 0, "original_max_position_embeddings");
        }

        @Override
        public float[] stretch(float[] plain, double theta, boolean beyond) {
            List<Double> factors = beyond ? longFactors : shortFactors;
            require(factors.size() == plain.length, beyond ? "long_factor" : "short_factor");
            float[] stretched = plain.clone();
            for (int i = 0; i < stretched.length; i++) {
                stretched[i] = (float) (plain[i] / factors.get(i));
            }
            return stretched;
        }

        @Override
        public int switchesAfter() {
            return originalPositions;
        }
    }
}
