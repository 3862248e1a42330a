/** What a person sees: lines, one line of progress, tables; quiet and plain where nobody looks. */
@NullMarked
package dev.millrace.launcher.console;

import org.jspecify.annotations.NullMarked;
