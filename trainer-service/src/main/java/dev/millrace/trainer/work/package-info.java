/** Holding a run and training it, on a thread of its own. */
@NullMarked
package dev.millrace.trainer.work;

import org.jspecify.annotations.NullMarked;
