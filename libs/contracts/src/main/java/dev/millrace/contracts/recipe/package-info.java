/** What a collection asks of each stage; its version is the hash of its canonical JSON. */
@NullMarked
package dev.millrace.contracts.recipe;

import org.jspecify.annotations.NullMarked;
