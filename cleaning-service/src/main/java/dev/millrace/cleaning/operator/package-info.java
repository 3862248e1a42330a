/** The rules of cleaning: one class each, all pure. */
@NullMarked
package dev.millrace.cleaning.operator;

import org.jspecify.annotations.NullMarked;
