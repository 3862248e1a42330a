/** Raw bytes to text with structure. */
@NullMarked
package dev.millrace.ingest;

import org.jspecify.annotations.NullMarked;
