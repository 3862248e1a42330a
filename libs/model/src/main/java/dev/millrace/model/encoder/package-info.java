/** Models that read a text from both sides; a plan names their tensors, the engine finds the gradients. */
@NullMarked
package dev.millrace.model.encoder;

import org.jspecify.annotations.NullMarked;
