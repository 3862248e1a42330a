package dev.millrace.messaging;

import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.DatasetRequested;
import dev.millrace.contracts.event.OutgoingEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A process with two channels that hand their records on, and is ended by some of them as by a fault in native code. */
final class CrashingStage {
    private static final int KILLED = 137;

    private CrashingStage() {}

    /** @param arguments address of the broker, folder of the attempt notes */
    public static void main(String[] arguments) {
        stage(arguments[0], "0", Path.of(arguments[1], "first")).start();
        stage(arguments[0], "1", Path.of(arguments[1], "second")).start();
    }

    private static Stage stage(String broker, String slot, Path note) {
        KafkaSettings kafka = new KafkaSettings(
                broker, "test", slot, Map.of("session.timeout.ms", "2000", "heartbeat.interval.ms", "500"));
        StageSettings settings = new StageSettings(
                "test", List.of(Topic.DOCUMENTS_SUBMITTED), 200, Duration.ofMillis(20), Duration.ofMinutes(1), note);
        return new Stage(new KafkaClients(kafka), settings, CrashingStage::forward, new StageListener() {});
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
