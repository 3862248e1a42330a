/** What must hold after a chaos run: one class for each invariant, and the facts they look at. */
@NullMarked
package dev.millrace.launcher.chaos.check;

import org.jspecify.annotations.NullMarked;
