/** Text to clean text, or rejected with a reason. */
@NullMarked
package dev.millrace.cleaning;

import org.jspecify.annotations.NullMarked;
