/** The command line: one class a command. */
@NullMarked
package dev.millrace.launcher.cli;

import org.jspecify.annotations.NullMarked;
