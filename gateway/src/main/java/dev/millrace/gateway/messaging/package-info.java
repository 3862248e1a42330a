/** Thin adapters to the topics. */
@NullMarked
package dev.millrace.gateway.messaging;

import org.jspecify.annotations.NullMarked;
