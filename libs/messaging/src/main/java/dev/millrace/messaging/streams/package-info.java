/** Events in Kafka Streams: serialisation, explicit partitions, one way to run a topology. */
@NullMarked
package dev.millrace.messaging.streams;

import org.jspecify.annotations.NullMarked;
