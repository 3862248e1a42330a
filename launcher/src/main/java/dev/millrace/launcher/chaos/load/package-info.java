/** The documents of a chaos run. */
@NullMarked
package dev.millrace.launcher.chaos.load;

import org.jspecify.annotations.NullMarked;
