/** Millrace's own API under /api/v1. */
@NullMarked
package dev.millrace.gateway.api;

import org.jspecify.annotations.NullMarked;
