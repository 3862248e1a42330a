package dev.millrace.launcher.chaos;

import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.manifest.DatasetManifest;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.launcher.chaos.check.Invariants;
import dev.millrace.launcher.chaos.load.ChaosCorpus;
import dev.millrace.launcher.chaos.load.ChaosSubmission;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** One installation, one load, with or without faults, and what came of it. */
public final class ChaosRun {
    private static final String COLLECTION = "chaos";
    private static final Set<ServiceKind> VICTIMS =
            Set.of(ServiceKind.INGEST, ServiceKind.CLEANING, ServiceKind.FORMATTING);

    private final Installation installation;
    private final ChaosListener listener;

    public ChaosRun(Installation installation, ChaosListener listener) {
        this.installation = installation;
        this.listener = listener;
    }

    /** What a run came to before it was looked at what processes noted. */
    private record Outcome(String digest, Map<String, Long> inDataset, int kills, List<String> violations) {
        static Outcome failed(RuntimeException cause) {
            return new Outcome("", Map.of(), 0, List.of("it did not come to its end: " + cause.getMessage()));
        }
    }

    /** @param data an empty folder, which keeps everything: topics, objects, logs */
    public ChaosResult run(ChaosPlan plan, Path data) {
        QuietLogging.apply();
        long started = System.nanoTime();
        CrashLog crashes = new CrashLog(data.resolve("crash-points"));
        Outcome outcome = outcome(plan, data, crashes);
        return new ChaosResult(
                plan.name(),
                plan.about(),
                outcome.digest(),
                outcome.inDataset(),
                outcome.kills(),
                crashes.crashed(),
                crashes.reached(),
                Duration.ofNanos(System.nanoTime() - started).toSeconds(),
                outcome.violations());
    }

    /** A run that does not end is a finding like any other: those after it still have something to say. */
    private Outcome outcome(ChaosPlan plan, Path data, CrashLog crashes) {
        LocalPlatform platform = LocalPlatform.on(installation, new DataFolder(data), options(plan, crashes));
        // Ctrl-C reaches the launcher alone: nothing of the installation may outlive it.
        Runtime.getRuntime().addShutdownHook(new Thread(platform::close));
        try (platform) {
            start(platform);
            try (ObjectStore store = store(platform)) {
                return load(plan, platform, store, crashes);
            }
        } catch (LauncherException | MillraceException e) {
            return Outcome.failed(e);
        }
    }

    private void start(LocalPlatform platform) {
        int parts = platform.servers().size() + platform.services().size();
        AtomicInteger ready = new AtomicInteger();
        platform.start(name -> listener.progressed("ready", ready.incrementAndGet(), parts));
    }

    private static LocalOptions options(ChaosPlan plan, CrashLog crashes) {
        return new LocalOptions(
                null,
                plan.partitions(),
                Map.of(
                        ServiceKind.CLEANING, plan.replicas(),
                        ServiceKind.FORMATTING, plan.replicas(),
                        ServiceKind.TRAINER, 0,
                        ServiceKind.EVAL, 0,
                        ServiceKind.GATEWAY, 0),
                Map.of(
                        CrashPlaces.LOG,
                        crashes.file().toAbsolutePath().toString(),
                        // What one channel had in hand when another met its crash point would be blamed for the death,
                        // time and again.
                        "MILLRACE_INGEST_CHANNELS",
                        "1"));
    }

    private Outcome load(ChaosPlan plan, LocalPlatform platform, ObjectStore store, CrashLog crashes) {
        KafkaClients clients = new KafkaClients(new KafkaSettings(platform.bootstrapServers(), "chaos", "0", Map.of()));
        ChaosLine line = new ChaosLine(clients, new ObjectReader(store, StorageLimits.defaults()));
        List<ChaosSubmission> submissions = new ArrayList<>(ChaosCorpus.of(plan.seed(), plan.documents()));
        Collections.shuffle(submissions, new Random(plan.order()));
        line.define(COLLECTION, Recipe.defaults());
        int kills = new ChaosLoad(plan, COLLECTION, line, victims(platform), crashes, listener).run(submissions);
        listener.happened("every document is acknowledged; draining");
        long loaded = System.nanoTime();
        String request = "chaos-" + plan.seed();
        DatasetManifest manifest = line.seal(COLLECTION, request);
        listener.happened("drained and sealed "
                + Duration.ofNanos(System.nanoTime() - loaded).toSeconds() + " s after the last document");
        return new Outcome(manifest.digest(), manifest.documents(), kills, check(line, submissions, manifest, request));
    }

    private static List<String> check(
            ChaosLine line, List<ChaosSubmission> submissions, DatasetManifest manifest, String request) {
        Invariants invariants = new Invariants(line.topics(), line.objects());
        List<String> violations = invariants.check(COLLECTION, submissions, manifest);
        if (!violations.isEmpty()) {
            return violations;
        }
        line.awaitReady(request);
        return invariants.checkReferences();
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
