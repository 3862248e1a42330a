package dev.millrace.cleaning.operator;

/** One rule of cleaning. Pure: the same draft gives the same verdict. */
public interface TextOperator {
    /** Name and version, as in {@code length/1}: another result for the same text is another version. */
    String name();

    Verdict apply(Draft draft);
}
