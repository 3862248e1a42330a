/** What a record on the public topic says: pure decoding, with a code for whatever cannot be read. */
@NullMarked
package dev.millrace.ingest.submission;

import org.jspecify.annotations.NullMarked;
