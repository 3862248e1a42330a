/** Events on Kafka: the transactional micro-batch loop every stage runs in, topics, crash points. */
@NullMarked
package dev.millrace.messaging;

import org.jspecify.annotations.NullMarked;
