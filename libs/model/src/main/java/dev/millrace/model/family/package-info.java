/** Model families as rows of a table: block layout, names of weights, keys of the configuration. */
@NullMarked
package dev.millrace.model.family;

import org.jspecify.annotations.NullMarked;
