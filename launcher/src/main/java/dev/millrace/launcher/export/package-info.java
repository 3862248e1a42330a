/** A model as a directory or file that other tools read. */
@NullMarked
package dev.millrace.launcher.export;

import org.jspecify.annotations.NullMarked;
