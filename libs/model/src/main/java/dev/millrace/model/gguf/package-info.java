/** Models in GGUF files, under the names and in the configuration of Hugging Face's classes. */
@NullMarked
package dev.millrace.model.gguf;

import org.jspecify.annotations.NullMarked;
