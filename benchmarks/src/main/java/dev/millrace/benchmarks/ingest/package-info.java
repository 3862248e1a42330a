/** How fast submitted documents are taken in. */
@NullMarked
package dev.millrace.benchmarks.ingest;

import org.jspecify.annotations.NullMarked;
