/** From clean text to examples: pure. */
@NullMarked
package dev.millrace.formatting.example;

import org.jspecify.annotations.NullMarked;
