/** Jinja as chat templates use it: as Jinja2 renders them, and with no way out of the values handed in. */
@NullMarked
package dev.millrace.tokenizer.jinja;

import org.jspecify.annotations.NullMarked;
