/** How fast a model is trained. */
@NullMarked
package dev.millrace.benchmarks.train;

import org.jspecify.annotations.NullMarked;
