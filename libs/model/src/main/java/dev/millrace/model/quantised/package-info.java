/** Matrices stored in fewer bits. Plain Java; the kernels widen what is made here. */
@NullMarked
package dev.millrace.model.quantised;

import org.jspecify.annotations.NullMarked;
