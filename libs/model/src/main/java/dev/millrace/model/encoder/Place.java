package dev.millrace.model.encoder;

import java.util.List;

/**
 * One tensor of a model, where its kernels expect it.
 *
 * @param name what Hugging Face calls it
 * @param use what becomes of it
 */
record Place(String name, Kind kind, List<Long> shape, Use use) {
    /** What a tensor is. */
    enum Kind {
        /** Rows that are looked up. */
        TABLE,
        /** A matrix that vectors are multiplied with: outputs x inputs. */
        LINEAR,
        NORM,
        BIAS,
        /** A place that stays empty. */
        NOTHING
    }

    /** What becomes of a tensor. */
    enum Use {
        TRAINED,
        /** Trained, and drawn anew when a file lacks it. */
        HEAD,
        /** Only kept: nothing that is computed depends on it. */
        KEPT
    }

    Place {
        shape = List.copyOf(shape);
    }

    static Place nothing() {
        return new Place("", Kind.NOTHING, List.of(0L), Use.KEPT);
    }
}
