package dev.millrace.contracts.recipe;

import dev.millrace.contracts.Check;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the optimiser goes about it. Values that are null are the usual ones.
 *
 * @param optimiser {@code adamw}, {@code adafactor}, or {@code adafactor-scaled}, whose rate grows with a tensor's root mean square
 * @param schedule how the learning rate falls after the warm-up: {@code cosine}, {@code linear}, {@code constant}, or {@code wsd}, which
 *     stays and then falls
 * @param decaySteps the last steps over which {@code wsd} falls; a tenth of all when null
 * @param finalRate the learning rate of the last step, as a share of the highest; a tenth when null
 * @param labelSmoothing share of a target that is spread over the whole vocabulary
 * @param embeddingNoise height of the noise on embedded tokens (NEFTune's alpha)
 */
public record TuningRecipe(
        String optimiser,
        String schedule,
        @Nullable Integer decaySteps,
        Double finalRate,
        Double labelSmoothing,
        Double embeddingNoise) {
    public static final String ADAMW = "adamw";
    public static final String WSD = "wsd";

    private static final Set<String> OPTIMISERS = Set.of(ADAMW, "adafactor", "adafactor-scaled");
    private static final Set<String> SCHEDULES = Set.of("cosine", "linear", "constant", WSD);

    public TuningRecipe(
            @Nullable String optimiser,
            @Nullable String schedule,
            @Nullable Integer decaySteps,
            @Nullable Double finalRate,
            @Nullable Double labelSmoothing,
            @Nullable Double embeddingNoise) {
        this.optimiser = optimiser == null ? ADAMW : optimiser;
        this.schedule = schedule == null ? "cosine" : schedule;
        this.decaySteps = decaySteps;
        this.finalRate = finalRate == null ? 0.1 : finalRate;
        this.labelSmoothing = labelSmoothing == null ? 0 : labelSmoothing;
        this.embeddingNoise = embeddingNoise == null ? 0 : embeddingNoise;
        Check.that(OPTIMISERS.contains(this.optimiser), "optimiser is adamw, adafactor or adafactor-scaled");
        Check.that(SCHEDULES.contains(this.schedule), "schedule is cosine, linear, constant or wsd");
        Check.that(
                decaySteps == null || (decaySteps >= 1 && decaySteps <= 100_000_000),
                "decaySteps lies between 1 and 100000000");
        Check.that(decaySteps == null || this.schedule.equals(WSD), "decaySteps is for the schedule wsd alone");
        Check.that(this.finalRate >= 0 && this.finalRate <= 1, "finalRate lies between 0 and 1");
        Check.that(this.labelSmoothing >= 0 && this.labelSmoothing < 1, "labelSmoothing is at least 0 and below 1");
        Check.that(this.embeddingNoise >= 0 && this.embeddingNoise <= 1000, "embeddingNoise lies between 0 and 1000");
    }

    public static TuningRecipe usual() {
        return new TuningRecipe(null, null, null, null, null, null);
    }

    /** The same with other values, one line each. */
    public Builder with() {
        return new Builder(this);
    }

    /** A recipe in the making. */
    public static final class Builder {
        private String optimiser;
        private String schedule;
        private @Nullable Integer decaySteps;
        private Double finalRate;
        private Double labelSmoothing;
        private Double embeddingNoise;

        private Builder(TuningRecipe from) {
            this.optimiser = from.optimiser;
            this.schedule = from.schedule;
            this.decaySteps = from.decaySteps;
            this.finalRate = from.finalRate;
            this.labelSmoothing = from.labelSmoothing;
            this.embeddingNoise = from.embeddingNoise;
        }

        public Builder optimiser(String value) {
            this.optimiser = value;
            return this;
        }

        public Builder schedule(String value) {
            this.schedule = value;
            return this;
        }

        public Builder decaySteps(@Nullable Integer value) {
            this.decaySteps = value;
            return this;
        }

        public Builder finalRate(Double value) {
            this.finalRate = value;
            return this;
        }

        public Builder labelSmoothing(Double value) {
            this.labelSmoothing = value;
            return this;
        }

        public Builder embeddingNoise(Double value) {
            this.embeddingNoise = value;
            return this;
        }

        public TuningRecipe build() {
            return new TuningRecipe(optimiser, schedule, decaySteps, finalRate, labelSmoothing, embeddingNoise);
        }
    }
}
