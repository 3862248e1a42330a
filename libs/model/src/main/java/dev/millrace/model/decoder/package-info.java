/** A Llama-family decoder, one class per part, with its own backward pass. */
@NullMarked
package dev.millrace.model.decoder;

import org.jspecify.annotations.NullMarked;
