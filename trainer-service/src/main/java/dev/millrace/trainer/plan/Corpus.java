package dev.millrace.trainer.plan;

/**
 * What the automatic choices depend on: never the machine, so that a run is the same everywhere.
 *
 * @param tokens of the training split
 * @param vocabulary number of token ids
 */
public record Corpus(long tokens, int vocabulary) {}
