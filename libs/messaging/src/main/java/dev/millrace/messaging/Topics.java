package dev.millrace.messaging;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates the topics of the table in the contracts, or checks that they are as the table says. */
public final class Topics {
    private static final Duration MADE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Map<Topic, Map<String, String>> EXTRA = Map.of(
            // Some clients of the public topics read no other codec.
            Topic.DOCUMENTS_RECEIPTS, Map.of("compression.type", "gzip"),
            Topic.DOCUMENTS_REJECTED, Map.of("compression.type", "gzip"),
            Topic.TRAINING_METRICS, Map.of("compression.type", "gzip"),
            Topic.TRAINING_CHECKPOINTS, Map.of("compression.type", "gzip"),
            // A marker must not be compacted away before every partition has been sealed.
            Topic.DOCUMENTS_CLEANED, Map.of("min.compaction.lag.ms", "86400000"));

    private final KafkaClients clients;
    private final int documentPartitions;

    /** @param documentPartitions partitions of the topics that scale with the documents, fixed at first start */
    public Topics(KafkaClients clients, int documentPartitions) {
        this.clients = clients;
        this.documentPartitions = documentPartitions;
    }

    /**
     * @param create true to create what is missing
     * @throws MillraceException {@link ErrorCode#TOPIC_MISSING}, {@link ErrorCode#TOPIC_PARTITIONS_DIFFER} or
     *     {@link ErrorCode#BROKER_UNAVAILABLE}
     */
    public void ensure(boolean create) {
        try (Admin admin = clients.admin()) {
            Set<String> there = await(admin.listTopics().names());
            List<NewTopic> missing = wanted().stream()
                    .filter(topic -> !there.contains(topic.name()))
                    .toList();
            if (!missing.isEmpty() && !create) {
                throw new MillraceException(
                        ErrorCode.TOPIC_MISSING, "topic " + missing.getFirst().name() + " is missing");
            }
            create(admin, missing);
            awaitLeaders(admin, verified(admin));
        }
    }

    private List<NewTopic> wanted() {
        List<NewTopic> wanted = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            int partitions = topic.partitions(documentPartitions);
            wanted.add(newTopic(topic.wireName(), partitions, config(topic)));
            wanted.add(newTopic(topic.deadLetters(), 1, keep()));
        }
        return wanted;
    }

    private static NewTopic newTopic(String name, int partitions, Map<String, String> config) {
        return new NewTopic(name, java.util.Optional.of(partitions), java.util.Optional.empty()).configs(config);
    }

    private static Map<String, String> config(Topic topic) {
        Map<String, String> config =
                new HashMap<>(topic.cleanup() == Topic.Cleanup.COMPACT ? Map.of("cleanup.policy", "compact") : keep());
        config.put("max.message.bytes", Integer.toString(8 << 20));
        config.putAll(EXTRA.getOrDefault(topic, Map.of()));
        return config;
    }

    private static Map<String, String> keep() {
        return Map.of("cleanup.policy", "delete", "retention.ms", "-1");
    }

    private static void create(Admin admin, List<NewTopic> missing) {
        admin.createTopics(missing).values().values().forEach(created -> {
            try {
                await(created);
            } catch (TopicExistsException e) {
                // Another service was faster; the check that follows sees whether it made it the same.
            }
        });
    }

    private Map<String, TopicDescription> verified(Admin admin) {
        List<String> names = Arrays.stream(Topic.values()).map(Topic::wireName).collect(Collectors.toList());
        Map<String, TopicDescription> there = described(admin, names);
        for (Topic topic : Topic.values()) {
            TopicDescription description = there.get(topic.wireName());
            int actual = description == null ? 0 : description.partitions().size();
            int expected = topic.partitions(documentPartitions);
            if (actual != expected) {
                throw new MillraceException(
                        ErrorCode.TOPIC_PARTITIONS_DIFFER,
                        "topic " + topic.wireName() + " has " + actual + " partitions, millrace.partitions asks for "
                                + expected);
            }
        }
        return there;
    }

    /** The broker that is asked hears of a topic a little after it was made: until then it says that it knows none of that name. */
    static Map<String, TopicDescription> described(Admin admin, List<String> names) {
        long deadline = System.nanoTime() + MADE.toNanos();
        while (true) {
            try {
                return await(admin.describeTopics(names).allTopicNames());
            } catch (MillraceException e) {
                if (!isUnknownTopic(e) || System.nanoTime() - deadline > 0) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private static boolean isUnknownTopic(MillraceException failure) {
        return failure.getCause() instanceof ExecutionException wrapped
                && wrapped.getCause() instanceof UnknownTopicOrPartitionException;
    }

    /**
     * A partition is described before its broker leads it. An idempotent producer that is turned away in between and has sent a second batch
     * may see that one taken first, and then waits in vain for the order to come right; so the leaders themselves are asked.
     */
    private static void awaitLeaders(Admin admin, Map<String, TopicDescription> topics) {
        Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
        topics.forEach((name, topic) -> topic.partitions()
                .forEach(partition ->
                        partitions.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest())));
        await(admin.listOffsets(partitions).all());
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException exists) {
                throw exists;
            }
            throw new MillraceException(ErrorCode.BROKER_UNAVAILABLE, "Kafka does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.BROKER_UNAVAILABLE, "interrupted", e);
        }
    }
}
