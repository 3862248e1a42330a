package dev.millrace.launcher.watch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.launcher.client.Gateway;
import dev.millrace.launcher.local.LauncherException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Waits until the gateway's read model shows that something has come to its end. */
public final class Waiting {
    private static final Duration ASK = Duration.ofMillis(500);
    private static final Duration DATASET = Duration.ofMinutes(30);
    private static final Duration RUN_APPEARS = Duration.ofMinutes(2);
    private static final Duration RUN = Duration.ofDays(30);
    private static final Duration EVALUATION = Duration.ofMinutes(30);
    private static final Duration SETTLING = Duration.ofMinutes(2);

    private final Gateway gateway;

    private Waiting(Gateway gateway) {
        this.gateway = gateway;
    }

    public static Waiting on(Gateway gateway) {
        return new Waiting(gateway);
    }

    /** The dataset version that answers the request. */
    public JsonNode dataset(String collection, String request, Consumer<String> progress) {
        return until("the dataset was not sealed", DATASET, () -> {
            Outcomes outcomes = Outcomes.of(gateway.documents(collection));
            progress.accept(outcomes.decided() + " documents decided, " + outcomes.pending() + " under way");
            return answer(gateway.datasetRequest(request));
        });
    }

    private static Optional<JsonNode> answer(JsonNode request) {
        JsonNode failed = request.path("failed");
        if (failed.isObject()) {
            throw LauncherException.failed(
                    failed.path("code").asText() + ": " + failed.path("message").asText());
        }
        JsonNode ready = request.path("dataset");
        return ready.isObject() ? Optional.of(ready) : Optional.empty();
    }

    /** What became of the collection's documents, once that many of them are decided. */
    public Outcomes outcomes(String collection, long documents) {
        return until("not all documents were decided", SETTLING, () -> {
            Outcomes outcomes = Outcomes.of(gateway.documents(collection));
            return outcomes.pending() == 0 && outcomes.decided() >= documents
                    ? Optional.of(outcomes)
                    : Optional.empty();
        });
    }

    /** The run that the dataset request started. */
    public String run(String request) {
        return until(
                "no training was started",
                RUN_APPEARS,
                () -> gateway.runs().stream()
                        .filter(run -> run.at("/dataset/request").asText().equals(request))
                        .map(run -> run.path("run").asText())
                        .findFirst());
    }

    /** The run once it has ended well. */
    public JsonNode finished(String run, Consumer<JsonNode> progress) {
        return until("the training did not end", RUN, () -> {
            JsonNode now = gateway.run(run);
            progress.accept(now);
            return switch (now.path("state").asText()) {
                case "finished" -> Optional.of(now);
                case "failed", "cancelled" ->
                    throw LauncherException.failed(
                            "The training " + now.path("state").asText() + ": "
                                    + now.path("code").asText() + " "
                                    + now.path("message").asText());
                default -> Optional.empty();
            };
        });
    }

    /** The evaluation of a model. */
    public JsonNode evaluation(String modelId) {
        return until("the model was not evaluated", EVALUATION, () -> {
            List<JsonNode> evaluations = gateway.evaluations();
            return evaluations.stream()
                    .filter(each -> each.path("modelId").asText().equals(modelId))
                    .findFirst();
        });
    }

    private static <T> T until(String failure, Duration timeout, Supplier<Optional<T>> question) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            Optional<T> answer = question.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            if (System.nanoTime() > deadline) {
                throw LauncherException.failed(String.format(
                        Locale.ROOT, "Within %d minutes %s; the logs say more.", timeout.toMinutes(), failure));
            }
            LockSupport.parkNanos(ASK.toNanos());
        }
    }
}
