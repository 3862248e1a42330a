package dev.millrace.launcher.chaos;

import dev.millrace.contracts.manifest.DatasetManifest;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.launcher.local.Child;
import dev.millrace.launcher.local.DataFolder;
import dev.millrace.launcher.local.Installation;
import dev.millrace.launcher.local.LauncherException;
import dev.millrace.launcher.local.LocalOptions;
import dev.millrace.launcher.local.LocalPlatform;
import dev.millrace.launcher.local.ServiceKind;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.KafkaSettings;
import dev.millrace.storage.ObjectReader;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.ObjectStores;
import dev.millrace.storage.StorageLimits;
import dev.millrace.storage.StoreSettings;
import dev.millrace.testkit.QuietLogging;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One installation, one load, with or without faults, and what came of it. */
public final class ChaosRun {
    private static final String COLLECTION = "chaos";
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Set<ServiceKind> VICTIMS =
            Set.of(ServiceKind.INGEST, ServiceKind.CLEANING, ServiceKind.FORMATTING);

    private static final Duration TOUR = Duration.ofMinutes(10);
    private static final Duration ROUND = Duration.ofMillis(500);
    private static final int REPEATED = 10;
    private static final int ROUNDS_PER_REQUEST = 8;

    private final Installation installation;
    private final Consumer<String> log;

    public ChaosRun(Installation installation, Consumer<String> log) {
        this.installation = installation;
        this.log = log;
    }

    /**
     * What to do.
     *
     * @param order seed of the order in which documents are submitted
     * @param partitions of the document topics
     * @param replicas of cleaning and formatting
     * @param betweenFaults null for an undisturbed run
     * @param load over which time the documents are spread
     * @param crashPoints at each of which a service crashes once, while documents and requests go on
     */
    public record Plan(
            long seed,
            int documents,
            long order,
            int partitions,
            int replicas,
            @Nullable Duration betweenFaults,
            Duration load,
            List<String> crashPoints,
            Map<String, String> environment) {
        public Plan {
            crashPoints = List.copyOf(crashPoints);
            environment = Map.copyOf(environment);
        }

        /** Every crash point once. */
        public static Plan crashes(long seed, int documents, long order) {
            List<String> points = List.copyOf(CrashPlaces.all());
            return new Plan(seed, documents, order, 4, 1, null, Duration.ZERO, points, Map.of());
        }

        public static Plan undisturbed(long seed, int documents) {
            return new Plan(seed, documents, 1, 4, 1, null, Duration.ZERO, List.of(), Map.of());
        }
    }

    /** What came of it. */
    public record Result(String digest, Map<String, Long> documents, int kills, List<String> violations) {}

    public Result run(Plan plan, Path data) {
        QuietLogging.apply();
        LocalOptions options = new LocalOptions(
                null,
                plan.partitions(),
                Map.of(
                        ServiceKind.CLEANING, plan.replicas(),
                        ServiceKind.FORMATTING, plan.replicas(),
                        ServiceKind.TRAINER, 0,
                        ServiceKind.EVAL, 0,
                        ServiceKind.GATEWAY, 0),
                plan.environment());
        try (LocalPlatform platform = LocalPlatform.on(installation, new DataFolder(data), options)) {
            platform.start(name -> {});
            try (ObjectStore store = store(platform)) {
                return load(plan, platform, store);
            }
        }
    }

    private Result load(Plan plan, LocalPlatform platform, ObjectStore store) {
        KafkaClients clients = new KafkaClients(new KafkaSettings(platform.bootstrapServers(), "chaos", "0", Map.of()));
        ChaosLine line = new ChaosLine(clients, new ObjectReader(store, StorageLimits.defaults()));
        List<ChaosSubmission> submissions = new ArrayList<>(ChaosCorpus.of(plan.seed(), plan.documents()));
        Collections.shuffle(submissions, new Random(plan.order()));
        line.define(COLLECTION, Recipe.defaults());
        int kills = submit(plan, platform, line, submissions);
        Instant loaded = Instant.now();
        String request = "chaos-" + plan.seed();
        DatasetManifest manifest = line.seal(COLLECTION, request, PATIENCE);
        ChaosChecks checks = new ChaosChecks(line, COLLECTION, submissions);
        List<String> violations = checks.run(manifest);
        if (violations.isEmpty()) {
            line.awaitReady(request, PATIENCE);
            violations = checks.runOnTokens();
        }
        log.accept("drained and sealed in "
                + Duration.between(loaded, Instant.now()).toMillis() + " ms");
        log.accept("digest " + manifest.digest() + ", " + kills + " kills, " + violations.size() + " violations");
        return new Result(manifest.digest(), manifest.documents(), kills, violations);
    }

    private int submit(Plan plan, LocalPlatform platform, ChaosLine line, List<ChaosSubmission> submissions) {
        long pause = plan.load().toNanos() / Math.max(1, submissions.size());
        ChaosLine.Pace pace = () -> LockSupport.parkNanos(pause);
        Duration between = plan.betweenFaults();
        if (!plan.crashPoints().isEmpty()) {
            tour(plan, victims(platform), line, submissions);
            return plan.crashPoints().size();
        }
        if (between == null) {
            line.submit(COLLECTION, submissions, pace);
            return 0;
        }
        try (ChaosMonkey monkey = new ChaosMonkey(victims(platform), plan.seed(), between, log)) {
            monkey.start();
            line.submit(COLLECTION, submissions, pace);
            return monkey.kills();
        }
    }

    /** Everything once, then some of it again and again, with requests, until each point has had its crash: repeating changes nothing. */
    private void tour(Plan plan, List<Child> victims, ChaosLine line, List<ChaosSubmission> submissions) {
        String crashes = plan.environment().get(CrashPlaces.LOG);
        CrashTour tour = new CrashTour(victims, plan.crashPoints(), crashes == null ? null : Path.of(crashes), log);
        line.submit(COLLECTION, submissions, () -> {});
        List<ChaosSubmission> named = submissions.stream()
                .filter(submission -> !(submission instanceof ChaosSubmission.Nameless))
                .toList();
        Random random = new Random(plan.order());
        long deadline = System.nanoTime() + TOUR.toNanos();
        for (int round = 0; !tour.isDone(); round++) {
            if (System.nanoTime() > deadline) {
                tour.stop();
                throw LauncherException.failed(
                        "Not every crash point was reached within " + TOUR.toMinutes() + " min.");
            }
            List<ChaosSubmission> again =
                    random.ints(REPEATED, 0, named.size()).mapToObj(named::get).toList();
            line.submit(COLLECTION, again, () -> {});
            if (round % ROUNDS_PER_REQUEST == 0) {
                line.request(COLLECTION, "tour-" + plan.seed() + "-" + round);
            }
            LockSupport.parkNanos(ROUND.toNanos());
        }
    }

    private static List<Child> victims(LocalPlatform platform) {
        return platform.services().stream()
                .filter(child -> VICTIMS.stream().anyMatch(kind -> child.name().startsWith(kind.label())))
                .toList();
    }

    private static ObjectStore store(LocalPlatform platform) {
        return ObjectStores.connect(StoreSettings.of(
                URI.create(platform.storeEndpoint()),
                "us-east-1",
                platform.secrets().storeAccessKey(),
                platform.secrets().storeSecretKey(),
                "millrace"));
    }
}
