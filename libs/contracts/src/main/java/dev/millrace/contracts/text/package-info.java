/** What travels in objects between the stages: structured text, clean text and examples. */
@NullMarked
package dev.millrace.contracts.text;

import org.jspecify.annotations.NullMarked;
