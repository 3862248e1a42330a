/** Models that answer: loading, generating, streaming. */
@NullMarked
package dev.millrace.gateway.chat;

import org.jspecify.annotations.NullMarked;
