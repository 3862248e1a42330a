package dev.millrace.model.encoder;

import dev.millrace.model.T5Config;
import dev.millrace.model.encoder.Place.Kind;
import dev.millrace.model.encoder.Place.Use;
import java.util.ArrayList;
import java.util.List;

/** The tensors of a T5 in the order of {@code text-to-text.ts}, and the names Hugging Face has for them. */
final class T5Plan {
    static final String TABLE = "shared.weight";
    static final String OUTPUT = "lm_head.weight";
    private static final String DISTANCES = "block.0.layer.0.SelfAttention.relative_attention_bias.weight";
    private static final String NORM = "layer_norm.weight";

    private final T5Config config;
    private final List<Place> places = new ArrayList<>();

    private T5Plan(T5Config config) {
        this.config = config;
    }

    /** @param output whether the output layer has a table of its own */
    static List<Place> of(T5Config config, boolean output) {
        T5Plan plan = new T5Plan(config);
        plan.table(TABLE, config.vocabulary(), config.width());
        plan.table("encoder." + DISTANCES, config.buckets(), config.heads());
        plan.table("decoder." + DISTANCES, config.buckets(), config.heads());
        plan.norm("encoder.final_" + NORM);
        plan.norm("decoder.final_" + NORM);
        if (output) {
            plan.table(OUTPUT, config.vocabulary(), config.width());
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            plan.questionLayer("encoder.block." + layer + ".layer.");
        }
        for (int layer = 0; layer < config.answerLayers(); layer++) {
            plan.answerLayer("decoder.block." + layer + ".layer.");
        }
        return plan.places;
    }

    private void questionLayer(String name) {
        norm(name + "0." + NORM);
        attention(name + "0.SelfAttention.");
        feedForward(name + "1.");
    }

    private void answerLayer(String name) {
        norm(name + "0." + NORM);
        attention(name + "0.SelfAttention.");
        norm(name + "1." + NORM);
        attention(name + "1.EncDecAttention.");
        feedForward(name + "2.");
    }

    private void attention(String name) {
        int inner = config.heads() * config.headWidth();
        linear(name + "q", inner, config.width());
        linear(name + "k", inner, config.width());
        linear(name + "v", inner, config.width());
        linear(name + "o", config.width(), inner);
    }

    private void feedForward(String name) {
        norm(name + NORM);
        if (config.gated()) {
            linear(name + "DenseReluDense.wi_0", config.feedForward(), config.width());
            linear(name + "DenseReluDense.wi_1", config.feedForward(), config.width());
        } else {
            places.add(Place.nothing());
            linear(name + "DenseReluDense.wi", config.feedForward(), config.width());
        }
        linear(name + "DenseReluDense.wo", config.width(), config.feedForward());
    }

    private void table(String name, long rows, long columns) {
        places.add(new Place(name, Kind.TABLE, List.of(rows, columns), Use.TRAINED));
    }

    private void linear(String name, long rows, long columns) {
        places.add(new Place(name + ".weight", Kind.LINEAR, List.of(rows, columns), Use.TRAINED));
    }

    private void norm(String name) {
        places.add(new Place(name, Kind.NORM, List.of((long) config.width()), Use.TRAINED));
    }
}
