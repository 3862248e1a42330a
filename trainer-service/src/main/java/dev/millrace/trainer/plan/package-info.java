/** Recipes: checked, and completed from the dataset. Pure. */
@NullMarked
package dev.millrace.trainer.plan;

import org.jspecify.annotations.NullMarked;
