package dev.millrace.model.decoder;

/** The places of a block's tensors, in the order in which the kernels expect them. */
enum Slot {
    INPUT_NORM(0),
    INPUTS(1),
    OUTPUT(2),
    FEED_NORM(3),
    GATE_UP(4),
    DOWN(5),
    INPUT_NORM_BIAS(6),
    INPUTS_BIAS(7),
    OUTPUT_BIAS(8),
    FEED_NORM_BIAS(9),
    GATE_UP_BIAS(10),
    DOWN_BIAS(11),
    QUERY_NORM(12),
    KEY_NORM(13),
    POST_ATTENTION_NORM(14),
    POST_FEED_NORM(15);

    private final int place;

    Slot(int place) {
        this.place = place;
    }

    /** Where the kernels expect the tensor. */
    int place() {
        return place;
    }
}
