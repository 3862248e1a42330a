/** Learning from answers that are wanted or not: DPO, KTO, ORPO. */
@NullMarked
package dev.millrace.model.preference;

import org.jspecify.annotations.NullMarked;
