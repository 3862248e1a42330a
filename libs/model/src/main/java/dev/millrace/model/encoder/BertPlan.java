package dev.millrace.model.encoder;

import dev.millrace.model.BertConfig;
import dev.millrace.model.encoder.Place.Kind;
import dev.millrace.model.encoder.Place.Use;
import java.util.ArrayList;
import java.util.List;

/** The tensors of a BERT in the order of {@code encoder.ts}, and the names Hugging Face has for them. */
final class BertPlan {
    private static final String NORM = ".LayerNorm";

    private final BertConfig config;
    private final String base;
    private final List<Place> places = new ArrayList<>();

    private BertPlan(BertConfig config, BertHead head) {
        this.config = config;
        this.base = head.base();
    }

    /** @param pooler whether the pooler is kept although nothing computed depends on it */
    static List<Place> of(BertConfig config, BertHead head, boolean pooler) {
        BertPlan plan = new BertPlan(config, head);
        plan.embeddings();
        for (int layer = 0; layer < config.layers(); layer++) {
            plan.layer(plan.base + "encoder.layer." + layer + ".");
        }
        switch (head) {
            case NONE -> {}
            case MASKED_TOKENS -> plan.maskedTokens();
            case CLASSES -> plan.classes();
        }
        if (pooler && head == BertHead.NONE) {
            plan.linear(BertHead.POOLER, config.width(), config.width(), Use.KEPT);
        }
        return plan.places;
    }

    private void embeddings() {
        String name = base + "embeddings.";
        table(name + "word_embeddings", config.vocabulary());
        table(name + "position_embeddings", config.maxPositions());
        table(name + "token_type_embeddings", config.kinds());
        norm(name + "LayerNorm", Use.TRAINED);
    }

    private void layer(String name) {
        int width = config.width();
        linear(name + "attention.self.query", width, width, Use.TRAINED);
        linear(name + "attention.self.key", width, width, Use.TRAINED);
        linear(name + "attention.self.value", width, width, Use.TRAINED);
        linear(name + "attention.output.dense", width, width, Use.TRAINED);
        norm(name + "attention.output" + NORM, Use.TRAINED);
        linear(name + "intermediate.dense", config.feedForward(), width, Use.TRAINED);
        linear(name + "output.dense", width, config.feedForward(), Use.TRAINED);
        norm(name + "output" + NORM, Use.TRAINED);
    }

    private void maskedTokens() {
        String name = "cls.predictions.";
        linear(name + "transform.dense", config.width(), config.width(), Use.HEAD);
        norm(name + "transform" + NORM, Use.HEAD);
        places.add(new Place(name + "bias", Kind.BIAS, List.of((long) config.vocabulary()), Use.HEAD));
    }

    private void classes() {
        linear(base + BertHead.POOLER, config.width(), config.width(), Use.HEAD);
        linear("classifier", config.labels().size(), config.width(), Use.HEAD);
    }

    private void table(String name, long rows) {
        places.add(new Place(name + ".weight", Kind.TABLE, List.of(rows, (long) config.width()), Use.TRAINED));
    }

    private void linear(String name, long rows, long columns, Use use) {
        places.add(new Place(name + ".weight", Kind.LINEAR, List.of(rows, columns), use));
        places.add(new Place(name + ".bias", Kind.BIAS, List.of(rows), use));
    }

    private void norm(String name, Use use) {
        places.add(new Place(name + ".weight", Kind.NORM, List.of((long) config.width()), use));
        places.add(new Place(name + ".bias", Kind.BIAS, List.of((long) config.width()), use));
    }
}
