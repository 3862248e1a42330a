/** Thin adapters between topics, objects and the pure parts. */
@NullMarked
package dev.millrace.cleaning.messaging;

import org.jspecify.annotations.NullMarked;
