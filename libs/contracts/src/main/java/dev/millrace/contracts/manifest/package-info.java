/** What is written last and trusted alone: datasets, checkpoints and models. */
@NullMarked
package dev.millrace.contracts.manifest;

import org.jspecify.annotations.NullMarked;
