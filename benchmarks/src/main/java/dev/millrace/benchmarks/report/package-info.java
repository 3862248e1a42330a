/** What a bench found: figures, rows, a table, JSON. */
@NullMarked
package dev.millrace.benchmarks.report;

import org.jspecify.annotations.NullMarked;
