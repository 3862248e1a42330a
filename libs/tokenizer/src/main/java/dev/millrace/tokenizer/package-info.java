/** Tokenisers and chat templates. */
@NullMarked
package dev.millrace.tokenizer;

import org.jspecify.annotations.NullMarked;
