package dev.millrace.benchmarks.measure;

import dev.millrace.launcher.local.Child;
import dev.millrace.launcher.local.DataFolder;
import dev.millrace.launcher.local.Installation;
import dev.millrace.launcher.local.LocalOptions;
import dev.millrace.launcher.local.LocalPlatform;
import dev.millrace.launcher.local.ServiceKind;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.ObjectStores;
import dev.millrace.storage.StoreSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Broker and store as the launcher runs them, in processes of their own, and those services that are named. */
public final class LocalServers implements AutoCloseable {
    private final LocalPlatform platform;

    private LocalServers(LocalPlatform platform) {
        this.platform = platform;
    }

    public static LocalServers start(Path folder, ServiceKind... wanted) {
        return start(folder, Map.of(), wanted);
    }

    /** @param environment further variables of the services */
    public static LocalServers start(Path folder, Map<String, String> environment, ServiceKind... wanted) {
        LocalPlatform platform = LocalPlatform.on(
                Installation.found(), new DataFolder(folder.resolve("data")), options(environment, wanted));
        // Ctrl-C must leave nothing running: the processes do not hear it themselves.
        Runtime.getRuntime().addShutdownHook(new Thread(platform::close));
        LocalServers servers = new LocalServers(platform);
        boolean started = false;
        try {
            platform.start(name -> {});
            started = true;
            return servers;
        } finally {
            if (!started) {
                servers.close();
            }
        }
    }

    private static LocalOptions options(Map<String, String> environment, ServiceKind... wanted) {
        Map<ServiceKind, Integer> replicas = new EnumMap<>(ServiceKind.class);
        for (ServiceKind kind : ServiceKind.values()) {
            replicas.put(kind, List.of(wanted).contains(kind) ? 1 : 0);
        }
        LocalOptions usual = LocalOptions.defaults();
        Map<String, String> variables = new HashMap<>(usual.environment());
        variables.putAll(environment);
        return new LocalOptions(null, usual.partitions(), replicas, variables);
    }

    public String bootstrapServers() {
        return platform.bootstrapServers();
    }

    /** Seconds of processor time each process has used so far, by its name. */
    public Map<String, Double> processorTimes() {
        return Stream.concat(platform.servers().stream(), platform.services().stream())
                .collect(Collectors.toMap(Child::name, child -> ProcessorTime.of(child.pid())));
    }

    /** A new client; the caller closes it. */
    public ObjectStore store() {
        return ObjectStores.connect(StoreSettings.of(
                URI.create(platform.storeEndpoint()),
                "us-east-1",
                platform.secrets().storeAccessKey(),
                platform.secrets().storeSecretKey(),
                "millrace"));
    }

    @Override
    public void close() {
        platform.close();
    }
}
