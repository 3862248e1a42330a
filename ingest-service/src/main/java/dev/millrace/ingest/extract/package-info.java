/** Text with structure out of bytes: one class a format. */
@NullMarked
package dev.millrace.ingest.extract;

import org.jspecify.annotations.NullMarked;
