package dev.millrace.model.training;

/** How gradients move weights. */
public enum Rule {
    /** Two moments for every weight. */
    ADAMW,
    /** Of squared gradients the means of rows and of columns alone, no first moment. */
    ADAFACTOR,
    /** The same, a tensor's rate growing with its root mean square. */
    ADAFACTOR_SCALED
}
