package dev.millrace.benchmarks.footprint;

import dev.millrace.benchmarks.Benchmark;
import dev.millrace.benchmarks.measure.Samples;
import dev.millrace.benchmarks.measure.Session;
import dev.millrace.benchmarks.measure.Versions;
import dev.millrace.benchmarks.report.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a step holds at most and how fast it is, every way of training in a process of its own. */
public final class FootprintBench implements Benchmark {
    private static final String PLAIN = " checkpointing";

    private final String model;
    private final List<FootprintCase> cases;
    private final Map<String, Double> losses = new HashMap<>();

    /**
     * @param model 14m or 135m
     * @param only part of the names of the cases that are measured
     */
    public FootprintBench(String model, String only) {
        this.model = model;
        this.cases = FootprintCase.ALL.stream()
                .filter(each -> each.name().contains(only))
                .toList();
    }

    @Override
    public String name() {
        return "footprint";
    }

    @Override
    public Map<String, String> versions() {
        return Versions.of("millrace", "jdk", "libtorch");
    }

    @Override
    public List<Row> run(Session session) throws Exception {
        Samples samples = new Samples();
        for (int round = 1; round <= session.rounds(); round++) {
            for (FootprintCase each : round % 2 == 1 ? cases : cases.reversed()) {
                session.progress().accept("round " + round + " of " + session.rounds() + ": " + each.name());
                measure(each, samples);
            }
        }
        List<Row> rows = new ArrayList<>();
        for (FootprintCase each : cases) {
            rows.addAll(rows(each, samples));
        }
        return rows;
    }

    private void measure(FootprintCase how, Samples samples) throws IOException, InterruptedException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms256m",
                "-Xmx256m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                TrainingProcess.class.getName(),
                model,
                how.name());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> printed = process.inputReader().lines().toList();
        if (process.waitFor() != 0 || printed.isEmpty()) {
            throw new IOException("the process of " + how.name() + " ended with " + process.exitValue());
        }
        String[] numbers = printed.getLast().split(" ");
        samples.add("kept " + how.name(), Double.parseDouble(numbers[0]));
        samples.add("peak " + how.name(), Double.parseDouble(numbers[1]));
        samples.add("above " + how.name(), Double.parseDouble(numbers[1]) - Double.parseDouble(numbers[0]));
        samples.add("speed " + how.name(), Double.parseDouble(numbers[2]));
        losses.put(how.name(), Double.parseDouble(numbers[3]));
    }

    private List<Row> rows(FootprintCase how, Samples samples) {
        String title = model + " " + how.name() + " 8x256";
        String verified = verified(how);
        return List.of(
                Row.alone(
                        title + " weights, gradients, moments", "MiB", samples.figure("kept " + how.name()), "counted"),
                Row.alone(title + " peak of a step", "MiB", samples.figure("peak " + how.name()), verified),
                Row.alone(title + " of it above those", "MiB", samples.figure("above " + how.name()), verified),
                Row.alone(title, "tokens/s", samples.figure("speed " + how.name()), verified));
    }

    /** The same loss to the bit with activation checkpointing and without, after weights have been moved. */
    private String verified(FootprintCase how) {
        double loss = losses.getOrDefault(how.name(), Double.NaN);
        Double other = losses.get(how.name().replace(PLAIN, ""));
        if (!Double.isFinite(loss) || (other != null && how.checkpointing() && other != loss)) {
            throw new IllegalStateException("the loss of " + how.name() + " is " + loss + ", without it " + other);
        }
        return how.checkpointing() && other != null ? "third loss equal to the bit without" : "third loss " + loss;
    }
}
