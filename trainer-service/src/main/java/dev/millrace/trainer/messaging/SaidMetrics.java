package dev.millrace.trainer.messaging;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.TrainingMetrics;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.ReceivedRecord;
import dev.millrace.messaging.TopicFollower;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** What has been published of a run's steps; read once, when a run is resumed. */
public final class SaidMetrics {
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final KafkaClients clients;

    public SaidMetrics(KafkaClients clients) {
        this.clients = clients;
    }

    /**
     * The first event of every step.
     *
     * @param counts whether an event still counts
     * @throws MillraceException {@link ErrorCode#BROKER_UNAVAILABLE}
     */
    public Map<Integer, TrainingMetrics> of(String run, Predicate<TrainingMetrics> counts) {
        Map<Integer, TrainingMetrics> said = new ConcurrentHashMap<>();
        byte[] key = run.getBytes(StandardCharsets.UTF_8);
        try (TopicFollower follower = new TopicFollower(clients, List.of(Topic.TRAINING_METRICS), received -> {
            if (Arrays.equals(key, received.key())) {
                note(received, said, counts);
            }
        })) {
            follower.start();
            follower.catchUp(LONGEST);
        }
        return said;
    }

    private static void note(
            ReceivedRecord received, Map<Integer, TrainingMetrics> said, Predicate<TrainingMetrics> counts) {
        try {
            Event event = received.event().data();
            if (event instanceof TrainingMetrics metrics && counts.test(metrics)) {
                said.putIfAbsent(metrics.step(), metrics);
            }
        } catch (MillraceException e) {
            assert e.code() != ErrorCode.RUN_FENCED : "a record that cannot be read says nothing of a step";
        }
    }
}
