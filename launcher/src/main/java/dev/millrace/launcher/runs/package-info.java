/** Training runs as people look at them: watched live, compared, and handed to other tools. */
@NullMarked
package dev.millrace.launcher.runs;

import org.jspecify.annotations.NullMarked;
