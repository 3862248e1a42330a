/** The tensor engine: start-up, the kernels and who owns native memory. */
@NullMarked
package dev.millrace.model.engine;

import org.jspecify.annotations.NullMarked;
