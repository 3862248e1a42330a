package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.model.CounterRandom;
import dev.millrace.model.engine.Kernels;
import dev.millrace.model.engine.StepScope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * One batch on its way up through the trained blocks and back. What the way back needs is kept, or only each block's
 * input, and the block is computed once more (Chen et al., "Training deep nets with sublinear memory cost", 2016); what
 * a block draws depends on the seed and its place alone, so that both ways draw the same.
 *
 * <p>N tokens, D width.
 */
final class TrainingPass {
    private final StepScope step;
    private final Kernels kernels;
    private final List<DecoderBlock> blocks;
    private final int lowest;
    private final BlockInputs inputs;
    private final LossSettings settings;
    /** By trained block: its input alone, or its output and all that the way back needs. */
    private final List<List<NDArray>> kept = new ArrayList<>();

    /** @param lowest the lowest block with something to train */
    TrainingPass(
            StepScope step,
            Kernels kernels,
            List<DecoderBlock> blocks,
            int lowest,
            BlockInputs inputs,
            LossSettings settings) {
        this.step = step;
        this.kernels = kernels;
        this.blocks = blocks;
        this.lowest = lowest;
        this.inputs = inputs;
        this.settings = settings;
    }

    /** Hidden vectors [N, D] above the last block. */
    NDArray forward(NDArray embedded) {
        NDArray x = embedded;
        for (int layer = lowest; layer < blocks.size(); layer++) {
            seed(layer);
            if (settings.checkpointing()) {
                kept.add(List.of(x));
                x = blocks.get(layer).trainedOutput(step, x, inputs);
            } else {
                kept.add(blocks.get(layer).forward(step, x, inputs));
                x = kept.getLast().getFirst();
            }
        }
        return x;
    }

    /**
     * Gradient of the embedded vectors [N, D] from that of the hidden ones; what was kept is freed on the way.
     *
     * @param gradients of the tensors of a layer, which are added to or overwritten
     */
    NDArray backward(NDArray hidden, IntFunction<List<NDArray>> gradients) {
        int keep = settings.add() ? 1 : 0;
        NDArray gradient = hidden;
        for (int layer = blocks.size() - 1; layer >= lowest; layer--) {
            NDArray above = gradient;
            List<NDArray> saved = kept.remove(kept.size() - 1);
            List<NDArray> all = settings.checkpointing() ? again(layer, saved.getFirst()) : saved;
            gradient = blocks.get(layer).backward(step, above, all, gradients.apply(layer), inputs, keep);
            above.close();
            StepScope.free(all);
        }
        return gradient;
    }

    private List<NDArray> again(int layer, NDArray input) {
        seed(layer);
        List<NDArray> all = blocks.get(layer).forward(step, input, inputs);
        input.close();
        return all;
    }

    private void seed(int layer) {
        if (blocks.get(layer).draws()) {
            kernels.seed(CounterRandom.keyed(settings.seed()).bits(layer));
        }
    }
}
