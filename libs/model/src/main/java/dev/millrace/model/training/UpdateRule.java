package dev.millrace.model.training;

import ai.djl.ndarray.NDArray;
import dev.millrace.model.decoder.Parameter;
import java.util.List;

/** How gradients move weights, and what it remembers from step to step. */
interface UpdateRule {
    /** What is remembered, under the names it has in a checkpoint. */
    List<Parameter> state();

    /**
     * Moves some of the weights.
     *
     * @param chosen their places among the trained ones
     * @param gradients of all that is trained; they may be changed
     */
    void move(List<Integer> chosen, List<NDArray> gradients, Move move);

    /**
     * How far.
     *
     * @param update counted from 1; steps that moved nothing do not count
     * @param divisor of the gradients
     * @param decay decoupled decay, as a share of the rate
     */
    record Move(long update, double divisor, double rate, double decay) {}
}
