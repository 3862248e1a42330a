/** Model to scores and a promotion decision. */
@NullMarked
package dev.millrace.eval;

import org.jspecify.annotations.NullMarked;
