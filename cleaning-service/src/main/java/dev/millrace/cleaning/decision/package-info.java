/** Which document stays: the keyed decision, free of Kafka. */
@NullMarked
package dev.millrace.cleaning.decision;

import org.jspecify.annotations.NullMarked;
