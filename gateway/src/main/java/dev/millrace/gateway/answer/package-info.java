/** What requests are refused with, and how their bodies are read. */
@NullMarked
package dev.millrace.gateway.answer;

import org.jspecify.annotations.NullMarked;
