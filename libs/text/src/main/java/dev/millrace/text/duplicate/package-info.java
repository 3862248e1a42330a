/** What two texts must share to count as the same. */
@NullMarked
package dev.millrace.text.duplicate;

import org.jspecify.annotations.NullMarked;
