package dev.millrace.model.generation;

/** Takes tokens as they are made. */
@FunctionalInterface
public interface TokenSink {
    /** Takes one token; false ends the generation. */
    boolean accept(int token);
}
