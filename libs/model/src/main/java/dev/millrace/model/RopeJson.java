package dev.millrace.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.model.RopeSettings.Llama3Scaling;
import org.jspecify.annotations.Nullable;

/** The two ways in which rotary settings are written: {@code rope_theta} with {@code rope_scaling}, and {@code rope_parameters}. */
final class RopeJson {
    private static final double USUAL_THETA = 10_000;

    private RopeJson() {}

    static RopeSettings read(JsonNode config) {
        JsonNode parameters = config.path("rope_parameters");
        JsonNode settings = parameters.isObject() ? parameters : config.path("rope_scaling");
        JsonNode theta = settings.has("rope_theta") ? settings : config;
        return new RopeSettings(
                theta.hasNonNull("rope_theta") ? DecoderConfigJson.number(theta, "rope_theta") : USUAL_THETA,
                scaling(settings));
    }

    private static @Nullable Llama3Scaling scaling(JsonNode settings) {
        if (!settings.isObject()) {
            return null;
        }
        String type = settings.path("rope_type").asText(settings.path("type").asText("default"));
        return switch (type) {
            case "default" -> null;
            case "llama3" ->
                new Llama3Scaling(
                        DecoderConfigJson.number(settings, "factor"),
                        DecoderConfigJson.number(settings, "low_freq_factor"),
                        DecoderConfigJson.number(settings, "high_freq_factor"),
                        DecoderConfigJson.integer(settings, "original_max_position_embeddings"));
            default ->
                throw DecoderConfig.unsupported(
                        "rope_type is " + type.replaceAll("[^A-Za-z0-9_.-]", "?") + ", known are default and llama3");
        };
    }

    static void write(RopeSettings rope, ObjectNode node) {
        node.put("rope_theta", rope.theta());
        Llama3Scaling scaling = rope.llama3();
        if (scaling == null) {
            node.putNull("rope_scaling");
            return;
        }
        node.putObject("rope_scaling")
                .put("rope_type", "llama3")
                .put("factor", scaling.factor())
                .put("low_freq_factor", scaling.lowFrequencyFactor())
                .put("high_freq_factor", scaling.highFrequencyFactor())
                .put("original_max_position_embeddings", scaling.originalPositions());
    }
}
