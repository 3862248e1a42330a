/** The transformer, its training loop, checkpoints and generation on DJL PyTorch. */
@NullMarked
package dev.millrace.model;

import org.jspecify.annotations.NullMarked;
