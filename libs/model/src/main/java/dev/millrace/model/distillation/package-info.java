/** Learning from what a larger model holds likely. */
@NullMarked
package dev.millrace.model.distillation;

import org.jspecify.annotations.NullMarked;
