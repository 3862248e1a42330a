package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.decoder.Parameter.Part;
import dev.millrace.model.engine.StepScope;
import java.util.ArrayList;
import java.util.List;

/** All trained tensors of a decoder, in a fixed order. */
final class Parameters {
    private static final int PER_BLOCK = 6;

    private final List<Parameter> all = new ArrayList<>();
    private final int blocks;

    private Parameters(int blocks) {
        this.blocks = blocks;
    }

    /** Zeros of the right shapes, owned by the scope. */
    static Parameters zeros(DecoderConfig config, StepScope scope) {
        Parameters parameters = new Parameters(config.layers());
        for (int layer = 0; layer < config.layers(); layer++) {
            parameters.addBlock(config, scope, "model.layers." + layer + ".");
        }
        long width = config.width();
        long vocabulary = config.vocabulary();
        parameters.add(scope, new Part("model.norm.weight", List.of(width)));
        parameters.add(scope, new Part("model.embed_tokens.weight", List.of(vocabulary, width)));
        if (!config.tiedEmbeddings()) {
            parameters.add(scope, new Part("lm_head.weight", List.of(vocabulary, width)));
        }
        return parameters;
    }

    private void addBlock(DecoderConfig config, StepScope scope, String prefix) {
        long width = config.width();
        long inner = config.feedForward();
        long queries = (long) config.heads() * config.headWidth();
        long keys = (long) config.keyValueHeads() * config.headWidth();
        String attention = prefix + "self_attn.";
        String mlp = prefix + "mlp.";
        add(scope, new Part(prefix + "input_layernorm.weight", List.of(width)));
        add(
                scope,
                new Part(attention + "q_proj.weight", List.of(queries, width)),
                new Part(attention + "k_proj.weight", List.of(keys, width)),
                new Part(attention + "v_proj.weight", List.of(keys, width)));
        add(scope, new Part(attention + "o_proj.weight", List.of(width, queries)));
        add(scope, new Part(prefix + "post_attention_layernorm.weight", List.of(width)));
        add(
                scope,
                new Part(mlp + "gate_proj.weight", List.of(inner, width)),
                new Part(mlp + "up_proj.weight", List.of(inner, width)));
        add(scope, new Part(mlp + "down_proj.weight", List.of(width, inner)));
    }

    private void add(StepScope scope, Part... parts) {
        List<Long> first = parts[0].shape();
        long rows = List.of(parts).stream()
                .mapToLong(part -> part.shape().getFirst())
                .sum();
        NDArray value = first.size() == 1 ? scope.zeros(rows) : scope.zeros(rows, first.get(1));
        all.add(new Parameter(value, first.size() > 1, List.of(parts)));
    }

    List<Parameter> all() {
        return all;
    }

    /** Of tensors in this order, the six of a block. */
    List<NDArray> block(List<NDArray> tensors, int layer) {
        return tensors.subList(layer * PER_BLOCK, (layer + 1) * PER_BLOCK);
    }

    /** Of tensors in this order, the final norm. */
    NDArray norm(List<NDArray> tensors) {
        return tensors.get(blocks * PER_BLOCK);
    }

    /** Of tensors in this order, the embedding table. */
    NDArray embedding(List<NDArray> tensors) {
        return tensors.get(blocks * PER_BLOCK + 1);
    }

    /** Of tensors in this order, the output table; the embedding table when they are one. */
    NDArray output(List<NDArray> tensors) {
        return tensors.getLast();
    }
}
