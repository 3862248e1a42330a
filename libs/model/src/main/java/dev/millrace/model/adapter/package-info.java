/** Low-rank adapters: what they bend, and their configuration as peft writes it. */
@NullMarked
package dev.millrace.model.adapter;

import org.jspecify.annotations.NullMarked;
