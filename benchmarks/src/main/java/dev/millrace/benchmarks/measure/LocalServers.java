package dev.millrace.benchmarks.measure;

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
import java.util.List;
import java.util.Map;

/** Broker and store as the launcher runs them, in processes of their own, and those services that are named. */
public final class LocalServers implements AutoCloseable {
    private final LocalPlatform platform;

    private LocalServers(LocalPlatform platform) {
        this.platform = platform;
    }

    public static LocalServers start(Path folder, ServiceKind... wanted) {
        LocalPlatform platform =
                LocalPlatform.on(Installation.found(), new DataFolder(folder.resolve("data")), options(wanted));
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

    private static LocalOptions options(ServiceKind... wanted) {
        Map<ServiceKind, Integer> replicas = new EnumMap<>(ServiceKind.class);
        for (ServiceKind kind : ServiceKind.values()) {
            replicas.put(kind, List.of(wanted).contains(kind) ? 1 : 0);
        }
        LocalOptions usual = LocalOptions.defaults();
        return new LocalOptions(null, usual.partitions(), replicas, usual.environment());
    }

    public String bootstrapServers() {
        return platform.bootstrapServers();
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
