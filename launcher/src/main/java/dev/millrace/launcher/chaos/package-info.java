/** Generated documents under faults, and the checks that nothing was lost, invented or decided by chance. */
@NullMarked
package dev.millrace.launcher.chaos;

import org.jspecify.annotations.NullMarked;
