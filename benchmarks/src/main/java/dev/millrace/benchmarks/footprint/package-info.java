/** What training holds in memory. */
@NullMarked
package dev.millrace.benchmarks.footprint;

import org.jspecify.annotations.NullMarked;
