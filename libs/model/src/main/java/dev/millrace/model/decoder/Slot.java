package dev.millrace.model.decoder;

/** The places of a block's tensors, in the order in which the kernels expect them. */
enum Slot {
    INPUT_NORM,
    INPUTS,
    OUTPUT,
    FEED_NORM,
    GATE_UP,
    DOWN,
    INPUT_NORM_BIAS,
    INPUTS_BIAS,
    OUTPUT_BIAS,
    FEED_NORM_BIAS,
    GATE_UP_BIAS,
    DOWN_BIAS,
    QUERY_NORM,
    KEY_NORM,
    POST_ATTENTION_NORM,
    POST_FEED_NORM
}
