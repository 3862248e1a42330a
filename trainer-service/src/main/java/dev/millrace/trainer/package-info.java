/** Dataset to checkpoints, metrics and a model version. */
@NullMarked
package dev.millrace.trainer;

import org.jspecify.annotations.NullMarked;
