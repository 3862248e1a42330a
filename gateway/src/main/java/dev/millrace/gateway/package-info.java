/** The public door: API, chat, event streams. */
@NullMarked
package dev.millrace.gateway;

import org.jspecify.annotations.NullMarked;
