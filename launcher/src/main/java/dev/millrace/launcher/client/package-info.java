/** The command line's side of the gateway: HTTP, JSON and events, over the public API alone. */
@NullMarked
package dev.millrace.launcher.client;

import org.jspecify.annotations.NullMarked;
