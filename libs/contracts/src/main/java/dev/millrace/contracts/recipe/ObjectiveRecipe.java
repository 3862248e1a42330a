package dev.millrace.contracts.recipe;

import dev.millrace.contracts.Check;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a model learns. Values that are null are chosen by the trainer and written into the run.
 *
 * @param kind {@code text}: to go on with texts and to answer as the assistant does; {@code dpo}, {@code kto} or {@code orpo}: to answer as
 *     people prefer; {@code masked}: to tell hidden words, {@code classes}: to tell classes of texts apart, {@code embeddings}: to tell texts that
 *     belong together, all three for models that read from both sides
 * @param beta how dear it is to leave the model that the run starts from; of {@code orpo} the weight of the odds
 * @param labelSmoothing of {@code dpo}: how often a pair is the wrong way round
 * @param desirableWeight of {@code kto}: weight of wanted answers
 * @param undesirableWeight of {@code kto}: weight of the others
 * @param temperature of {@code embeddings}: divisor of the cosines
 */
public record ObjectiveRecipe(
        String kind,
        @Nullable Double beta,
        @Nullable Double labelSmoothing,
        @Nullable Double desirableWeight,
        @Nullable Double undesirableWeight,
        @Nullable Double temperature) {
    public static final String TEXT = "text";
    public static final String DPO = "dpo";
    public static final String KTO = "kto";
    public static final String ORPO = "orpo";

    public static final String MASKED = "masked";
    public static final String CLASSES = "classes";
    public static final String EMBEDDINGS = "embeddings";

    private static final Set<String> READING = Set.of(MASKED, CLASSES, EMBEDDINGS);
    private static final Set<String> KINDS = Set.of(TEXT, DPO, KTO, ORPO, MASKED, CLASSES, EMBEDDINGS);
    private static final double MOST = 1000;

    public ObjectiveRecipe(
            @Nullable String kind,
            @Nullable Double beta,
            @Nullable Double labelSmoothing,
            @Nullable Double desirableWeight,
            @Nullable Double undesirableWeight,
            @Nullable Double temperature) {
        this.kind = kind == null ? TEXT : kind;
        this.beta = beta;
        this.labelSmoothing = labelSmoothing;
        this.desirableWeight = desirableWeight;
        this.undesirableWeight = undesirableWeight;
        this.temperature = temperature;
        Check.that(KINDS.contains(this.kind), "kind is text, dpo, kto, orpo, masked, classes or embeddings");
        positive("beta", beta);
        positive("desirableWeight", desirableWeight);
        positive("undesirableWeight", undesirableWeight);
        positive("temperature", temperature);
        Check.that(
                labelSmoothing == null || (labelSmoothing >= 0 && labelSmoothing < 0.5),
                "labelSmoothing is at least 0 and below 0.5");
    }

    /** One that embeds nothing. */
    public ObjectiveRecipe(
            @Nullable String kind,
            @Nullable Double beta,
            @Nullable Double labelSmoothing,
            @Nullable Double desirableWeight,
            @Nullable Double undesirableWeight) {
        this(kind, beta, labelSmoothing, desirableWeight, undesirableWeight, null);
    }

    private static void positive(String name, @Nullable Double value) {
        Check.that(value == null || (value > 0 && value <= MOST), name + " is above 0 and at most 1000");
    }

    /** An objective that leaves all else open. */
    public static ObjectiveRecipe of(String kind) {
        return new ObjectiveRecipe(kind, null, null, null, null, null);
    }

    /** Whether a model learns that reads from both sides and writes nothing. */
    public static boolean reads(@Nullable ObjectiveRecipe objective) {
        return objective != null && READING.contains(objective.kind());
    }
}
