/** How fast everything starts, and what it holds at rest. */
@NullMarked
package dev.millrace.benchmarks.start;

import org.jspecify.annotations.NullMarked;
