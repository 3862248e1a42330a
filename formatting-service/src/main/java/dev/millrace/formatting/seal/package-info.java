/** The table of examples, the cut through it, and the manifest: Kafka Streams around pure parts. */
@NullMarked
package dev.millrace.formatting.seal;

import org.jspecify.annotations.NullMarked;
