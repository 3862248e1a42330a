/** Text from a model, token by token. */
@NullMarked
package dev.millrace.model.generation;

import org.jspecify.annotations.NullMarked;
