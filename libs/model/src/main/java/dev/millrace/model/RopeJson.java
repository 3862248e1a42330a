package dev.millrace.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.model.RopeScaling.Linear;
import dev.millrace.model.RopeScaling.Llama3;
import dev.millrace.model.RopeScaling.LongRope;
import dev.millrace.model.RopeScaling.Yarn;
import dev.millrace.model.family.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which rotary settings are written: {@code rope_theta} with {@code rope_scaling}, {@code rope_parameters},
 * and {@code rope_parameters} for each kind of layer.
 */
final class RopeJson {
    private static final double USUAL_THETA = 10_000;
    private static final double GLOBAL_THETA = 1_000_000;
    private static final String ORIGINAL = "original_max_position_embeddings";
    private static final Set<String> KNOWN = Set.of(
            "rope_theta",
            "rope_type",
            "type",
            "factor",
            "low_freq_factor",
            "high_freq_factor",
            ORIGINAL,
            "attention_factor",
            "beta_fast",
            "beta_slow",
            "truncate",
            "mscale",
            "mscale_all_dim",
            "short_factor",
            "long_factor",
            "partial_rotary_factor");

    private final JsonNode config;
    private final Family family;

    RopeJson(JsonNode config, Family family) {
        this.config = config;
        this.family = family;
    }

    /** Settings of the layers that see the whole text. */
    RopeSettings full() {
        double usual = family.scaledEmbeddings() ? GLOBAL_THETA : USUAL_THETA;
        return settings(dictionary("full_attention"), "rope_theta", usual);
    }

    /** Settings of the layers that slide. */
    RopeSettings sliding() {
        if (!family.scaledEmbeddings()) {
            return full();
        }
        JsonNode own = config.path("rope_parameters").path("sliding_attention");
        return settings(own, "rope_local_base_freq", USUAL_THETA);
    }

    private JsonNode dictionary(String kind) {
        JsonNode parameters = config.path("rope_parameters");
        if (parameters.path(kind).isObject()) {
            return parameters.path(kind);
        }
        return parameters.isObject() ? parameters : config.path("rope_scaling");
    }

    private RopeSettings settings(JsonNode own, String thetaName, double usualTheta) {
        own.fieldNames().forEachRemaining(RopeJson::requireKnown);
        JsonNode theta = own.has("rope_theta") ? own.path("rope_theta") : config.path(thetaName);
        JsonNode partial = own.hasNonNull("partial_rotary_factor") ? own : config;
        double share = optional(partial, "partial_rotary_factor", 1);
        if (share != 1 && family != Family.PHI3) {
            throw DecoderConfig.unsupported("partial_rotary_factor is not 1");
        }
        return new RopeSettings(
                theta.isNumber() ? theta.doubleValue() : usual(theta, thetaName, usualTheta), scaling(own), share);
    }

    private static void requireKnown(String name) {
        if (!KNOWN.contains(name)) {
            throw DecoderConfig.unsupported(UnsupportedMathematics.printable(name) + " is set in the rope parameters");
        }
    }

    private static double usual(JsonNode node, String name, double value) {
        if (!node.isMissingNode() && !node.isNull()) {
            throw DecoderConfig.unsupported(name + " is no number");
        }
        return value;
    }

    private static double optional(JsonNode node, String name, double usual) {
        return node.hasNonNull(name) ? DecoderConfigJson.number(node, name) : usual;
    }

    private @Nullable RopeScaling scaling(JsonNode own) {
        if (!own.isObject()) {
            return null;
        }
        String type = own.path("rope_type").asText(own.path("type").asText("default"));
        if (family == Family.PHI3 && (type.equals("su") || type.equals("yarn"))) {
            type = "longrope";
        }
        return switch (type) {
            case "default" -> null;
            case "linear" -> new Linear(DecoderConfigJson.number(own, "factor"));
            case "llama3" ->
                new Llama3(
                        DecoderConfigJson.number(own, "factor"),
                        DecoderConfigJson.number(own, "low_freq_factor"),
                        DecoderConfigJson.number(own, "high_freq_factor"),
                        original(own));
            case "yarn" -> yarn(own);
            case "longrope" -> longRope(own);
            default ->
                throw DecoderConfig.unsupported("rope_type is " + UnsupportedMathematics.printable(type)
                        + ", known are default, linear, llama3, yarn and longrope");
        };
    }

    private Yarn yarn(JsonNode own) {
        double factor = own.hasNonNull("factor") ? DecoderConfigJson.number(own, "factor") : implied(own);
        double attention = optional(own, "attention_factor", yarnAttention(own, factor));
        return new Yarn(
                factor,
                attention,
                optional(own, "beta_fast", 32),
                optional(own, "beta_slow", 1),
                own.path("truncate").asBoolean(true),
                original(own));
    }

    private static double yarnAttention(JsonNode own, double factor) {
        double numerator = optional(own, "mscale", 0);
        double denominator = optional(own, "mscale_all_dim", 0);
        if (numerator == 0 || denominator == 0) {
            return yarnScale(factor, 1);
        }
        return yarnScale(factor, numerator) / yarnScale(factor, denominator);
    }

    private static double yarnScale(double factor, double by) {
        return factor <= 1 ? 1 : 0.1 * by * Math.log(factor) + 1;
    }

    private LongRope longRope(JsonNode own) {
        double factor = own.hasNonNull("factor") ? DecoderConfigJson.number(own, "factor") : implied(own);
        double usual = factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(original(own)));
        return new LongRope(
                numbers(own, "short_factor"),
                numbers(own, "long_factor"),
                optional(own, "attention_factor", usual),
                original(own));
    }

    private double implied(JsonNode own) {
        return (double) DecoderConfigJson.integer(config, family.keys().positions()) / original(own);
    }

    /** The configuration's own entry goes before that of the dictionary, as it does in the reference. */
    private int original(JsonNode own) {
        if (config.hasNonNull(ORIGINAL)) {
            return DecoderConfigJson.integer(config, ORIGINAL);
        }
        return own.hasNonNull(ORIGINAL)
                ? DecoderConfigJson.integer(own, ORIGINAL)
                : DecoderConfigJson.integer(config, family.keys().positions());
    }

    private static List<Double> numbers(JsonNode own, String name) {
        List<Double> numbers = new ArrayList<>();
        for (JsonNode number : own.path(name)) {
            if (!number.isNumber()) {
                throw DecoderConfig.unsupported(name + " holds something that is no number");
            }
            numbers.add(number.doubleValue());
        }
        return numbers;
    }

    static void write(AttentionSettings attention, Family family, ObjectNode node) {
        RopeSettings rope = attention.rope();
        node.put("rope_theta", rope.theta());
        if (family.scaledEmbeddings()) {
            node.put("rope_local_base_freq", attention.slidingRope().theta());
        }
        if (rope.partial() != 1) {
            node.put("partial_rotary_factor", rope.partial());
        }
        if (rope.scaling() == null) {
            node.putNull("rope_scaling");
            return;
        }
        ObjectNode own = node.putObject("rope_scaling");
        switch (rope.scaling()) {
            case Linear linear -> own.put("rope_type", "linear").put("factor", linear.factor());
            case Llama3 llama3 ->
                own.put("rope_type", "llama3")
                        .put("factor", llama3.factor())
                        .put("low_freq_factor", llama3.lowFrequencyFactor())
                        .put("high_freq_factor", llama3.highFrequencyFactor())
                        .put(ORIGINAL, llama3.originalPositions());
            case Yarn yarn ->
                own.put("rope_type", "yarn")
                        .put("factor", yarn.factor())
                        .put("attention_factor", yarn.attentionFactor())
                        .put("beta_fast", yarn.betaFast())
                        .put("beta_slow", yarn.betaSlow())
                        .put("truncate", yarn.truncate())
                        .put(ORIGINAL, yarn.originalPositions());
            case LongRope longRope -> {
                own.put("rope_type", "longrope").put("attention_factor", longRope.attentionFactor());
                longRope.shortFactors().forEach(own.putArray("short_factor")::add);
                longRope.longFactors().forEach(own.putArray("long_factor")::add);
                own.put(ORIGINAL, longRope.originalPositions());
                node.put(ORIGINAL, longRope.originalPositions());
            }
        }
    }
}
