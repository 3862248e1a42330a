/** Follows work in the pipeline until it is done, over the gateway's public API. */
@NullMarked
package dev.millrace.launcher.watch;

import org.jspecify.annotations.NullMarked;
