/** What this machine can do at most. */
@NullMarked
package dev.millrace.benchmarks.limits;

import org.jspecify.annotations.NullMarked;
