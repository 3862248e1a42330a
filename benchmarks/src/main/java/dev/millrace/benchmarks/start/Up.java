package dev.millrace.benchmarks.start;

import dev.millrace.benchmarks.measure.Contestant;
import dev.millrace.benchmarks.measure.ResidentMemory;
import dev.millrace.benchmarks.measure.Samples;
import dev.millrace.benchmarks.measure.Timing;
import dev.millrace.launcher.local.Child;
import dev.millrace.launcher.local.DataFolder;
import dev.millrace.launcher.local.Installation;
import dev.millrace.launcher.local.LocalOptions;
import dev.millrace.launcher.local.LocalPlatform;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code up} as a person does it, until it is ready and has answered once; then what each process holds. */
final class Up implements Contestant {
    static final String READY = " until ready";
    static final String ANSWERED = " until the first answer";
    static final List<String> PARTS =
            List.of("kafka", "store", "ingest", "cleaning", "formatting", "trainer", "eval", "gateway");

    private static final int OK = 200;
    private static final long REST_SECONDS = 3;

    private final String title;
    private final Path folder;
    private final boolean fresh;
    private int round;

    /** @param fresh true for a new folder each round, false to go on with the first one */
    Up(String title, Path folder, boolean fresh) {
        this.title = title;
        this.folder = folder;
        this.fresh = fresh;
    }

    @Override
    public String name() {
        return title;
    }

    /** A folder that exists needs a first round that makes it. */
    @Override
    public boolean startsCold() {
        return fresh;
    }

    @Override
    public void measure(Samples samples) throws Exception {
        Path data = fresh ? folder.resolve("fresh-" + ++round) : folder.resolve("kept");
        Map<String, Double> readyAt = new HashMap<>();
        long begun = System.nanoTime();
        try (LocalPlatform platform =
                LocalPlatform.on(Installation.found(), new DataFolder(data), LocalOptions.defaults())) {
            Runtime.getRuntime().addShutdownHook(new Thread(platform::close));
            platform.start(part -> readyAt.put(part, Timing.since(begun)));
            samples.add(title + READY, Timing.since(begun));
            answer(platform);
            samples.add(title + ANSWERED, Timing.since(begun));
            double servers = Math.max(at(readyAt, "kafka"), at(readyAt, "store"));
            for (String part : PARTS) {
                double from = part.equals("kafka") || part.equals("store") ? 0 : servers;
                samples.add(title + " " + part, at(readyAt, part) - from);
            }
            TimeUnit.SECONDS.sleep(REST_SECONDS);
            memory(platform, samples);
        }
    }

    private static double at(Map<String, Double> ready, String part) {
        return Objects.requireNonNull(ready.get(part), part);
    }

    private static void answer(LocalPlatform platform) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(platform.url() + "/v1/models"))
                .header("Authorization", "Bearer " + platform.secrets().adminKey())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
            if (status != OK) {
                throw new IllegalStateException("the gateway answered " + status);
            }
        }
    }

    private static void memory(LocalPlatform platform, Samples samples) throws IOException {
        List<Child> all = Stream.concat(platform.servers().stream(), platform.services().stream())
                .toList();
        for (Child child : all) {
            if (child.restarts() > 0) {
                throw new IllegalStateException(child.name() + " was restarted");
            }
            samples.add("memory " + child.name(), ResidentMemory.of(child.pid()) / ResidentMemory.MIB);
        }
    }
}
