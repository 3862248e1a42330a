/** GGUF files: container, metadata and the number formats of their tensors. */
@NullMarked
package dev.millrace.gguf;

import org.jspecify.annotations.NullMarked;
