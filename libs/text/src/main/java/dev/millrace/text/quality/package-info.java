/** Measures of how much a text looks like language. */
@NullMarked
package dev.millrace.text.quality;

import org.jspecify.annotations.NullMarked;
