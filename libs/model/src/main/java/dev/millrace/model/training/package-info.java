/** From tokenised documents to trained weights: packing, sampling, optimiser, loop and checkpoints. */
@NullMarked
package dev.millrace.model.training;

import org.jspecify.annotations.NullMarked;
