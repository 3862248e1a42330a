package dev.millrace.messaging;

import dev.millrace.contracts.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a stage consumes.
 *
 * @param channel names the stage within its service
 * @param maxRecords a batch has at most so many records
 * @param maxWait a batch is closed so long after its first record at the latest
 * @param maxWork a batch may take so long before the group takes its partitions away
 * @param attempts where to note which record is worked on after an unclean end; null to keep no note
 */
public record StageSettings(
        String channel,
        List<Topic> topics,
        int maxRecords,
        Duration maxWait,
        Duration maxWork,
        @Nullable Path attempts) {
    public StageSettings {
        topics = List.copyOf(topics);
    }

    public static StageSettings of(String channel, Topic... topics) {
        return new StageSettings(channel, List.of(topics), 500, Duration.ofMillis(100), Duration.ofMinutes(10), null);
    }
}
