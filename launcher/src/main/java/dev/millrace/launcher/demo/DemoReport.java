package dev.millrace.launcher.demo;

import com.fasterxml.jackson.databind.SerializationFeature;
import dev.millrace.contracts.Json;
import dev.millrace.launcher.local.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a demo came to, for scripts.
 *
 * @param model the tuned model's id
 * @param seconds by stage
 */
public record DemoReport(
        Documents documents,
        Dataset dataset,
        Run run,
        Evaluation evaluation,
        String model,
        List<Answer> answers,
        Map<String, Double> seconds) {
    public static final String FILE = "demo-report.json";

    public DemoReport {
        answers = List.copyOf(answers);
        seconds = new TreeMap<>(seconds);
    }

    /**
     * Documents by outcome; submitted is the sum of kept, dropped, withdrawn, rejected and dead-lettered.
     *
     * @param accepted those whose text could be read
     * @param dropped by code
     * @param rejected by code
     */
    public record Documents(
            long submitted,
            long accepted,
            long kept,
            long withdrawn,
            Map<String, Long> dropped,
            Map<String, Long> rejected,
            long deadLettered) {
        public Documents {
            dropped = new TreeMap<>(dropped);
            rejected = new TreeMap<>(rejected);
        }
    }

    /** The sealed version. */
    public record Dataset(String version, String digest, long documents, long examples, long tokens) {}

    /** The training; {@code base} is what it started from. */
    public record Run(String id, String base, int steps, double firstLoss, double lastLoss, double tokensPerSecond) {}

    /** Perplexity on the held-out split before and after, and the interval of the gain in nats per token. */
    public record Evaluation(double basePerplexity, double tunedPerplexity, List<Double> interval, boolean promoted) {
        public Evaluation {
            interval = List.copyOf(interval);
        }
    }

    /** One question, answered by both. */
    public record Answer(String prompt, String base, String tuned) {}

    void write(Path folder) {
        try {
            Files.write(
                    folder.resolve(FILE),
                    Json.mapper()
                            .writer()
                            .with(SerializationFeature.INDENT_OUTPUT)
                            .writeValueAsBytes(this));
        } catch (IOException e) {
            throw LauncherException.failed("The report cannot be written: is the disk full?", e);
        }
    }
}
