/** Speed measured against limits and peers. */
@NullMarked
package dev.millrace.benchmarks;

import org.jspecify.annotations.NullMarked;
