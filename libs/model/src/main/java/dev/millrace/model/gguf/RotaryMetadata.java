package dev.millrace.model.gguf;

import dev.millrace.gguf.GgufValue;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.RopeScaling;
import dev.millrace.model.RopeSettings;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Rotary settings as llama.cpp reads them: entries of the metadata, and tables of factors that wavelengths are multiplied
 * with, which lie among the tensors.
 *
 * @param entries by their names behind the architecture's
 * @param tables by the names of their tensors, [R / 2] each
 */
record RotaryMetadata(Map<String, GgufValue> entries, Map<String, float[]> tables) {
    private static final double NEGLIGIBLE = 1e-6;
    private static final double USUAL_FAST = 32;
    private static final double USUAL_SLOW = 1;

    /** @throws dev.millrace.contracts.MillraceException MODEL_CONFIG_UNSUPPORTED naming what llama.cpp does not compute */
    static RotaryMetadata of(DecoderConfig config, GgufFamily family) {
        RotaryMetadata metadata = new RotaryMetadata(new LinkedHashMap<>(), new LinkedHashMap<>());
        RopeSettings rope = config.rope();
        metadata.entries.put("rope.dimension_count", GgufValue.u32(rope.width(config.headWidth())));
        metadata.entries.put("rope.freq_base", GgufValue.f32(rope.theta()));
        switch (rope.scaling()) {
            case null -> {}
            case RopeScaling.Linear linear -> metadata.stretched("linear", linear.factor());
            case RopeScaling.Yarn yarn -> metadata.yarn(yarn);
            case RopeScaling.Llama3 llama3 -> metadata.blended(config, family);
            case RopeScaling.LongRope longRope -> metadata.tabled(longRope, config, family);
        }
        return metadata;
    }

    private void stretched(String type, double factor) {
        entries.put("rope.scaling.type", new GgufValue.Text(type));
        entries.put("rope.scaling.factor", GgufValue.f32(factor));
    }

    /** llama.cpp multiplies the attention factor of the paper in by itself. */
    private void yarn(RopeScaling.Yarn yarn) {
        if (!yarn.truncate()) {
            throw ConfigMetadata.refused("truncate is false");
        }
        stretched("yarn", yarn.factor());
        entries.put("rope.scaling.original_context_length", GgufValue.u32(yarn.originalPositions()));
        double own = yarn.attentionFactor() / (1 + 0.1 * Math.log(yarn.factor()));
        if (Math.abs(own - 1) > NEGLIGIBLE) {
            entries.put("rope.scaling.attn_factor", GgufValue.f32(own));
        }
        if (yarn.betaFast() != USUAL_FAST || yarn.betaSlow() != USUAL_SLOW) {
            entries.put("rope.scaling.yarn_beta_fast", GgufValue.f32(yarn.betaFast()));
            entries.put("rope.scaling.yarn_beta_slow", GgufValue.f32(yarn.betaSlow()));
        }
    }

    private void blended(DecoderConfig config, GgufFamily family) {
        if (!family.architecture().equals("llama")) {
            throw ConfigMetadata.refused("rope_type is llama3 outside of a llama");
        }
        RopeSettings rope = config.rope();
        RopeSettings plain = new RopeSettings(rope.theta(), null, rope.partial());
        float[] factors = plain.frequencies(config.headWidth(), false);
        float[] stretched = rope.frequencies(config.headWidth(), false);
        for (int i = 0; i < factors.length; i++) {
            factors[i] = (float) ((double) factors[i] / stretched[i]);
        }
        tables.put(GgufTensors.ROTARY_FACTORS, factors);
    }

    /** Which of the tables holds is decided by the room that a context is given there, not by the text's length. */
    private void tabled(RopeScaling.LongRope longRope, DecoderConfig config, GgufFamily family) {
        if (!family.architecture().equals("llama") && !family.architecture().equals("phi3")) {
            throw ConfigMetadata.refused(
                    "rope_type is longrope in a " + config.family().modelType());
        }
        entries.put("rope.scaling.type", new GgufValue.Text("longrope"));
        entries.put("rope.scaling.original_context_length", GgufValue.u32(longRope.originalPositions()));
        entries.put("rope.scaling.attn_factor", GgufValue.f32(longRope.attentionFactor()));
        tables.put("rope_factors_long.weight", floats(longRope.longFactors()));
        tables.put("rope_factors_short.weight", floats(longRope.shortFactors()));
    }

    private static float[] floats(java.util.List<Double> numbers) {
        float[] floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = numbers.get(i).floatValue();
        }
        return floats;
    }
}
