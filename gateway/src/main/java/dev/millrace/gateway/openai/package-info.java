/** OpenAI's API under /v1, and nothing else. */
@NullMarked
package dev.millrace.gateway.openai;

import org.jspecify.annotations.NullMarked;
