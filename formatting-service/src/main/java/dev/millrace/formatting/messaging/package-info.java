/** Thin adapters: from records to the step and back. */
@NullMarked
package dev.millrace.formatting.messaging;

import org.jspecify.annotations.NullMarked;
