/** Everything on one machine without Docker; the command line; end-to-end and chaos tests. */
@NullMarked
package dev.millrace.launcher;

import org.jspecify.annotations.NullMarked;
