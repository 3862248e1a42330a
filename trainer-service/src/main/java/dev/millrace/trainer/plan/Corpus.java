package dev.millrace.trainer.plan;

/**
 * What the automatic choices depend on: never the machine, so that a run is the same everywhere.
 *
 * @param tokens of the training split
 * @param vocabulary number of token ids
 * @param rows pairs or answers that a batch is counted in; 0 where it is counted in windows of text
 */
public record Corpus(long tokens, int vocabulary, long rows) {
    /** Of text. */
    public Corpus(long tokens, int vocabulary) {
        this(tokens, vocabulary, 0);
    }
}
