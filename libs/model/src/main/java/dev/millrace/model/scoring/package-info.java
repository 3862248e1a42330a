/** How well a model predicts documents. */
@NullMarked
package dev.millrace.model.scoring;

import org.jspecify.annotations.NullMarked;
