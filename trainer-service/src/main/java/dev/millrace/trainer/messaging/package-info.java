/** Between topics and the core: thin. */
@NullMarked
package dev.millrace.trainer.messaging;

import org.jspecify.annotations.NullMarked;
