/** The commands of the README as a person runs them. */
@NullMarked
package dev.millrace.launcher.e2e;

import org.jspecify.annotations.NullMarked;
