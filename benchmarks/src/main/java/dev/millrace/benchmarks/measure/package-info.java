/** How benches measure: in turn, several times, beside peers. */
@NullMarked
package dev.millrace.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
