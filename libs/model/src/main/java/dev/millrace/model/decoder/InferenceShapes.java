package dev.millrace.model.decoder;

import dev.millrace.model.DecoderConfig;
import dev.millrace.model.family.BlockLayout;
import dev.millrace.model.family.Norm;

/** The numbers that {@code generation.ts} calls {@code shapes}. */
final class InferenceShapes {
    private static final int OUTER = 2;
    private static final int LAYER = 7;

    private InferenceShapes() {}

    static long[] of(DecoderConfig config, StoredWeights stored) {
        long[] shapes = new long[OUTER + LAYER * config.layers()];
        shapes[0] = stored.activations().code();
        shapes[1] = config.layers();
        for (int layer = 0; layer < config.layers(); layer++) {
            long[] own = layer(config, layer);
            System.arraycopy(own, 0, shapes, OUTER + LAYER * layer, LAYER);
        }
        return shapes;
    }

    private static long[] layer(DecoderConfig config, int layer) {
        BlockLayout layout = config.layout();
        return new long[] {
            config.heads(),
            config.keyValueHeads(),
            config.attention().window(layer),
            norm(config),
            layout.activation().code(),
            layout.gated() ? 1 : 0,
            config.attention().slides(layer) ? 1 : 0
        };
    }

    /** The 1 that some norms add is in their weights here. */
    private static long norm(DecoderConfig config) {
        return config.layout().norm() == Norm.LAYER ? Norm.LAYER.code() : Norm.RMS.code();
    }
}
