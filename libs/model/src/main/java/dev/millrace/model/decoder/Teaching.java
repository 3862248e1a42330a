package dev.millrace.model.decoder;

/**
 * What a teacher says of a batch's targets.
 *
 * @param temperature by which the logits of both are divided
 * @param top so many of the teacher's likeliest tokens are told apart; all others are one
 * @param share of the teacher in the gradients
 */
public record Teaching(DecoderModel teacher, double temperature, int top, double share) {
    /**
     * Sums over a batch's targets.
     *
     * @param hard negative log-probability
     * @param soft divergence of the teacher from the student at the temperature
     */
    public record Losses(double hard, double soft) {}
}
