package dev.millrace.messaging;

import org.apache.kafka.common.TopicPartition;

/** What came of reading one record by itself. */
sealed interface LoneRead {
    record One(ReceivedRecord record) implements LoneRead {}

    /** The process has ended too often at this place. */
    record Unreadable(TopicPartition from, long offset) implements LoneRead {}

    /** Not yet; another turn may give more. */
    record Nothing() implements LoneRead {}

    /** What could have ended the process has been read. */
    record Everything() implements LoneRead {}
}
