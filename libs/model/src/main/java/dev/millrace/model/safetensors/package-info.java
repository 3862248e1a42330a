/** The safetensors file format, read through a memory map and written with reproducible bytes. */
@NullMarked
package dev.millrace.model.safetensors;

import org.jspecify.annotations.NullMarked;
