package dev.millrace.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.model.family.Family;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The entries that say how far each layer looks. */
final class AttentionJson {
    private static final String FULL = "full_attention";
    private static final String SLIDING = "sliding_attention";
    private static final int USUAL_WINDOW = 4096;
    private static final int USUAL_UPPER = 28;
    private static final int USUAL_PATTERN = 6;

    private AttentionJson() {}

    static AttentionSettings read(JsonNode config, Family family, int layers, int headWidth) {
        RopeJson rope = new RopeJson(config, family);
        int window = window(config, family);
        return new AttentionSettings(
                scale(config, family, headWidth),
                window,
                window == 0 ? List.of() : sliding(config, family, layers),
                rope.full(),
                rope.sliding());
    }

    private static double scale(JsonNode config, Family family, int headWidth) {
        if (!family.keys().own().contains("query_pre_attn_scalar")) {
            return AttentionSettings.usualScale(headWidth);
        }
        return config.hasNonNull("query_pre_attn_scalar")
                ? 1 / Math.sqrt(DecoderConfigJson.number(config, "query_pre_attn_scalar"))
                : AttentionSettings.usualScale(256);
    }

    private static int window(JsonNode config, Family family) {
        boolean set = config.hasNonNull("sliding_window");
        return switch (family.keys().window()) {
            case NONE -> {
                if (set) {
                    throw DecoderConfig.unsupported("sliding_window is set");
                }
                yield 0;
            }
            case ALL -> set ? size(config) : 0;
            case USUALLY_ALL -> set ? size(config) : config.has("sliding_window") ? 0 : USUAL_WINDOW;
            case UPPER -> config.path("use_sliding_window").asBoolean(false) ? (set ? size(config) : USUAL_WINDOW) : 0;
            case INTERLEAVED -> set ? size(config) : USUAL_WINDOW;
        };
    }

    private static int size(JsonNode config) {
        int window = DecoderConfigJson.integer(config, "sliding_window");
        if (window < 1) {
            throw DecoderConfig.unsupported("sliding_window is out of range");
        }
        return window;
    }

    private static List<Boolean> sliding(JsonNode config, Family family, int layers) {
        if (config.path("layer_types").isArray()) {
            List<Boolean> named = new ArrayList<>();
            config.path("layer_types").forEach(type -> named.add(type.asText().equals(SLIDING)));
            return named;
        }
        IntPredicate slides = switch (family.keys().window()) {
            case UPPER -> {
                int from = config.hasNonNull("max_window_layers")
                        ? DecoderConfigJson.integer(config, "max_window_layers")
                        : USUAL_UPPER;
                yield layer -> layer >= from;
            }
            case INTERLEAVED -> {
                int every = pattern(config);
                yield layer -> (layer + 1) % every != 0;
            }
            case ALL, USUALLY_ALL, NONE -> layer -> true;
        };
        if (layers > DecoderConfig.MOST_LAYERS) {
            throw DecoderConfig.unsupported("num_hidden_layers is out of range");
        }
        return IntStream.range(0, layers).mapToObj(slides::test).toList();
    }

    private static int pattern(JsonNode config) {
        String name = config.has("sliding_window_pattern") ? "sliding_window_pattern" : "_sliding_window_pattern";
        int every = config.hasNonNull(name) ? DecoderConfigJson.integer(config, name) : USUAL_PATTERN;
        if (every < 1) {
            throw DecoderConfig.unsupported(name + " is out of range");
        }
        return every;
    }

    /** Refuses layers of a kind that is not built, and layers that slide without a window. */
    static void refuse(JsonNode config, Family family) {
        for (JsonNode type : config.path("layer_types")) {
            boolean known = type.asText().equals(FULL) || type.asText().equals(SLIDING);
            if (!known || (type.asText().equals(SLIDING) && window(config, family) == 0)) {
                throw DecoderConfig.unsupported("layer_types holds a kind of layer that is not built for this family");
            }
        }
    }

    static void write(DecoderConfig config, ObjectNode node) {
        AttentionSettings attention = config.attention();
        int window = attention.window();
        if (window == 0) {
            node.putNull("sliding_window");
        } else {
            node.put("sliding_window", window);
        }
        List<Boolean> sliding =
                attention.sliding().isEmpty() ? Collections.nCopies(config.layers(), false) : attention.sliding();
        switch (config.family().keys().window()) {
            case NONE -> node.remove("sliding_window");
            case ALL, USUALLY_ALL -> {}
            case UPPER -> {
                node.put("use_sliding_window", window > 0);
                kinds(node, sliding);
            }
            case INTERLEAVED -> {
                node.put("query_pre_attn_scalar", 1 / (attention.scale() * attention.scale()));
                kinds(node, sliding);
            }
        }
    }

    private static void kinds(ObjectNode node, List<Boolean> sliding) {
        var types = node.putArray("layer_types");
        sliding.forEach(slides -> types.add(slides ? SLIDING : FULL));
    }
}
