/** Finds personal data in text. */
@NullMarked
package dev.millrace.text.personal;

import org.jspecify.annotations.NullMarked;
