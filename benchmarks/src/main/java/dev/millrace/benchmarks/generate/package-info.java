/** How fast a model answers, beside other tools with the same weights and prompts. */
@NullMarked
package dev.millrace.benchmarks.generate;

import org.jspecify.annotations.NullMarked;
