package dev.millrace.launcher.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How each process is started: its command, its environment, how to tell that it is ready. */
final class ChildSpecs {
    private static final Duration STOP_SERVICE = Duration.ofSeconds(40);
    private static final Duration STOP_SERVER = Duration.ofSeconds(20);
    private static final String BUCKET = "millrace";
    private static final List<String> PASSED_ON = List.of(
            "PATH",
            "HOME",
            "LANG",
            "LC_ALL",
            "TMPDIR",
            "HF_HOME",
            "HF_ENDPOINT",
            "HF_TOKEN",
            "OMP_WAIT_POLICY",
            "GOMP_SPINCOUNT");

    private final Installation installation;
    private final DataFolder data;
    private final LocalOptions options;
    private final LocalPorts ports;
    private final Secrets secrets;
    private final Probe probe = new Probe();

    ChildSpecs(Installation installation, DataFolder data, LocalOptions options, LocalPorts ports, Secrets secrets) {
        this.installation = installation;
        this.data = data;
        this.options = options;
        this.ports = ports;
        this.secrets = secrets;
    }

    Child.Spec kafka() {
        List<String> command =
                server("512m", "dev.millrace.testkit.LocalKafkaMain", "--data", data.kafka(), "--port", ports.kafka());
        return new Child.Spec(
                "kafka", command, inherited(), log("kafka"), STOP_SERVER, () -> probe.answers(ports.kafka()));
    }

    Child.Spec store() {
        List<String> command = server(
                "512m",
                "dev.millrace.testkit.LocalObjectStoreMain",
                "--data",
                data.store(),
                "--port",
                ports.store(),
                "--bucket",
                BUCKET);
        Map<String, String> environment = inherited();
        environment.put("MILLRACE_STORE_ACCESS_KEY", secrets.storeAccessKey());
        environment.put("MILLRACE_STORE_SECRET_KEY", secrets.storeSecretKey());
        return new Child.Spec(
                "store", command, environment, log("store"), STOP_SERVER, () -> probe.answers(ports.store()));
    }

    private List<String> server(String heap, String main, Object... arguments) {
        List<String> command = new ArrayList<>(List.of(
                installation.java().toString(),
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-cp",
                System.getProperty("java.class.path"),
                main));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return command;
    }

    Child.Spec service(ServiceKind service, int slot) {
        List<String> command = new ArrayList<>();
        command.add(installation.java().toString());
        command.addAll(service.jvmFlags());
        command.add("-jar");
        command.add(installation.serviceJar(service).toString());
        int port = ports.service(service, slot);
        int health = ports.health(service, slot);
        String name = service.label() + (slot == 0 ? "" : "-" + slot);
        return new Child.Spec(
                name,
                command,
                environment(service, slot, port),
                log(name),
                STOP_SERVICE,
                () -> probe.isHealthy(health));
    }

    private Map<String, String> environment(ServiceKind service, int slot, int port) {
        Map<String, String> environment = inherited();
        environment.put("MILLRACE_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + ports.kafka());
        environment.put("MILLRACE_STORE_ENDPOINT", "http://127.0.0.1:" + ports.store());
        environment.put("MILLRACE_STORE_ACCESS_KEY", secrets.storeAccessKey());
        environment.put("MILLRACE_STORE_SECRET_KEY", secrets.storeSecretKey());
        environment.put("MILLRACE_STORE_BUCKET", BUCKET);
        if (service != ServiceKind.TRAINER) {
            // Each thread that allocates outside the heap has an arena of its own otherwise.
            environment.put("MALLOC_ARENA_MAX", "2");
        }
        environment.put("MILLRACE_SLOT", Integer.toString(slot));
        environment.put("MILLRACE_DATA_DIR", data.replica(service, slot).toString());
        environment.put("MILLRACE_PARTITIONS", Integer.toString(options.partitions()));
        environment.put("MILLRACE_TOPICS_CREATE", "true");
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        if (service == ServiceKind.GATEWAY) {
            environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
            environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(ports.health(service, slot)));
            environment.put("MILLRACE_GATEWAY_BOOTSTRAP_KEY", secrets.adminKey());
        }
        environment.putAll(options.environment());
        return environment;
    }

    private static Map<String, String> inherited() {
        Map<String, String> environment = new HashMap<>();
        for (String name : PASSED_ON) {
            String value = System.getenv(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        environment.put("DJL_OFFLINE", "true");
        environment.put("OPT_OUT_TRACKING", "true");
        return environment;
    }

    private Path log(String name) {
        return data.logs().resolve(name + ".log");
    }
}
