/** Thin adapters: from records to the step and back. */
@NullMarked
package dev.millrace.eval.messaging;

import org.jspecify.annotations.NullMarked;
