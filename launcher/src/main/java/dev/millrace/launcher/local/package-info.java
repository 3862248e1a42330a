/** The whole of Millrace as processes of this machine: broker, object store and services, started, watched and stopped. */
@NullMarked
package dev.millrace.launcher.local;

import org.jspecify.annotations.NullMarked;
