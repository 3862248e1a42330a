/** The API document: what the annotations of the routes do not say themselves. */
@NullMarked
package dev.millrace.gateway.spec;

import org.jspecify.annotations.NullMarked;
