/** Finds the blocks of a web page that are not its content. */
@NullMarked
package dev.millrace.text.boilerplate;

import org.jspecify.annotations.NullMarked;
