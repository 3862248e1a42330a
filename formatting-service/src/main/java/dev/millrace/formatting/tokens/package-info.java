/** A sealed dataset as tokens of the run's tokeniser: shards that accelerators can read without waiting for text. */
@NullMarked
package dev.millrace.formatting.tokens;

import org.jspecify.annotations.NullMarked;
