package dev.millrace.messaging;

import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.DatasetRequested;
import dev.millrace.contracts.event.OutgoingEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A process with one stage that hands its records on, and is ended by some of them as by a fault in native code. */
final class CrashingStage {
    private static final int KILLED = 137;

    private CrashingStage() {}

    /** @param arguments address of the broker, file of the attempt note */
    public static void main(String[] arguments) {
        KafkaSettings kafka = new KafkaSettings(
                arguments[0], "test", "0", Map.of("session.timeout.ms", "2000", "heartbeat.interval.ms", "500"));
        StageSettings settings = new StageSettings(
                "test",
                List.of(Topic.DOCUMENTS_SUBMITTED),
                200,
                Duration.ofMillis(20),
                Duration.ofMinutes(1),
                Path.of(arguments[1]));
        new Stage(new KafkaClients(kafka), settings, CrashingStage::forward, new StageListener() {}).start();
    }

    private static List<OutgoingEvent> forward(List<ReceivedRecord> batch) {
        return batch.stream()
                .map(record -> record.event().data())
                .map(event -> {
                    if (event instanceof DatasetRequested asked
                            && asked.request().startsWith("poison")) {
                        Runtime.getRuntime().halt(KILLED);
                    }
                    return OutgoingEvent.to(Topic.DOCUMENTS_INGESTED, event);
                })
                .toList();
    }
}
