/** Decoders, one class per part, with their own backward pass; families differ in their rows alone. */
@NullMarked
package dev.millrace.model.decoder;

import org.jspecify.annotations.NullMarked;
