package dev.millrace.model.decoder;

import dev.millrace.model.DecoderConfig;
import dev.millrace.model.decoder.Parameter.Part;
import dev.millrace.model.family.Norm;
import dev.millrace.model.family.WeightNames;
import dev.millrace.model.safetensors.TensorSource;
import java.util.ArrayList;
import java.util.List;

/** All tensors of a decoder as its files have them, without loading any. */
public final class TensorPlan {
    private TensorPlan() {}

    /**
     * A tensor.
     *
     * @param part what the full model calls it, and its shape
     * @param stored what the file calls it
     */
    public record Stored(Part part, String stored) {}

    /**
     * The tensors of files, compared with the configuration.
     *
     * @throws dev.millrace.contracts.MillraceException MODEL_FILE_DAMAGED when one is missing, has another shape, or has no
     *     place in the model
     */
    public static List<Stored> of(DecoderConfig config, TensorSource source) {
        WeightFinder finder = new WeightFinder(config, source);
        List<Stored> tensors = new ArrayList<>();
        for (Part part : parts(config)) {
            String stored = finder.find(part.name());
            Weights.requireShape(source.info(stored), part);
            tensors.add(new Stored(part, stored));
        }
        finder.requireAllUsed();
        return tensors;
    }

    private static List<Part> parts(DecoderConfig config) {
        List<Part> parts = new ArrayList<>(outer(config));
        for (int layer = 0; layer < config.layers(); layer++) {
            BlockPlan.of(config, layer).values().forEach(parts::addAll);
        }
        return parts;
    }

    private static List<Part> outer(DecoderConfig config) {
        WeightNames names = config.family().names();
        long width = config.width();
        List<Long> table = List.of((long) config.vocabulary(), width);
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(names.base() + names.embedding() + ".weight", table));
        if (names.positions() != null) {
            List<Long> places = List.of((long) config.maxPositions(), width);
            parts.add(new Part(names.base() + names.positions() + ".weight", places));
        }
        parts.add(new Part(names.base() + names.finalNorm() + ".weight", List.of(width)));
        if (config.layout().norm() == Norm.LAYER) {
            parts.add(new Part(names.base() + names.finalNorm() + ".bias", List.of(width)));
        }
        if (!config.tiedEmbeddings()) {
            parts.add(new Part(WeightNames.HEAD + ".weight", table));
        }
        return parts;
    }
}
