/** Tokenisers out of GGUF files. */
@NullMarked
package dev.millrace.tokenizer.gguf;

import org.jspecify.annotations.NullMarked;
