/** Clean text to examples to a sealed dataset version. */
@NullMarked
package dev.millrace.formatting;

import org.jspecify.annotations.NullMarked;
