/** Brings text back to what its author wrote: encoding, characters, line ends, white space. */
@NullMarked
package dev.millrace.text.repair;

import org.jspecify.annotations.NullMarked;
