/** Who may do what: API keys, roles, and the filter in front of every route. */
@NullMarked
package dev.millrace.gateway.access;

import org.jspecify.annotations.NullMarked;
