package dev.millrace.launcher.cli;

import dev.millrace.launcher.local.DataFolder;
import dev.millrace.launcher.local.Installation;
import dev.millrace.launcher.local.LauncherException;
import dev.millrace.launcher.local.LocalOptions;
import dev.millrace.launcher.local.LocalPlatform;
import dev.millrace.launcher.local.LocalState;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code up}: everything on one machine, until it is told to stop. */
@Command(
        name = "up",
        description = "Start Kafka, the object store and all services on this machine; Ctrl-C stops them.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    private static final Duration ASK = Duration.ofMillis(200);

    @Mixin
    private final DataOption data = new DataOption();

    @Option(names = "--detach", description = "Return once everything is ready, and leave it running.")
    private boolean detach;

    @Option(names = "--port", paramLabel = "N", description = "Port of the gateway (default: 8080, or any free one).")
    private @Nullable Integer port;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "4",
            description = "Partitions of the document topics; fixed at first start (default: ${DEFAULT-VALUE}).")
    private int partitions;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (partitions < 1 || partitions > 1024) {
            throw LauncherException.usage("--partitions lies between 1 and 1024.");
        }
        return detach ? detached() : attached();
    }

    private int attached() {
        LocalOptions options =
                new LocalOptions(port, partitions, LocalOptions.defaults().replicas(), java.util.Map.of());
        long started = System.nanoTime();
        try (LocalPlatform platform = LocalPlatform.on(Installation.found(), data.folder(), options)) {
            closeAtExit(platform);
            platform.start(name -> say("  ready  " + name), this::say);
            say("");
            say("Millrace is ready after "
                    + Duration.ofNanos(System.nanoTime() - started).toSeconds() + " s.");
            say("  gateway  " + platform.url());
            say("  kafka    " + platform.bootstrapServers());
            say("  key      in " + data.folder().secrets().resolve("admin-key"));
            say("Ctrl-C stops it; what it holds is kept in " + data.folder().root());
            awaitQuietly(new CountDownLatch(1));
        }
        return 0;
    }

    private void closeAtExit(LocalPlatform platform) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            say("Stopping ...");
            platform.close();
        }));
    }

    private int detached() {
        DataFolder folder = data.folder();
        Process launcher = spawn(folder);
        while (launcher.isAlive()) {
            Optional<LocalState> state =
                    LocalState.running(folder).filter(s -> s.launcher().pid() == launcher.pid() && s.ready());
            if (state.isPresent()) {
                say("Millrace is ready at " + state.get().url() + "; stop it with ./millrace down --data "
                        + folder.root());
                return 0;
            }
            LockSupport.parkNanos(ASK.toNanos());
        }
        throw LauncherException.failed(
                "Millrace did not start. See " + folder.logs().resolve("launcher.log"));
    }

    private Process spawn(DataFolder folder) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-D" + Installation.HOME + "=" + System.getProperty(Installation.HOME),
                "-cp",
                System.getProperty("java.class.path"),
                Millrace.class.getName(),
                "up",
                "--data",
                folder.root().toString(),
                "--partitions",
                Integer.toString(partitions)));
        if (port != null) {
            command.addAll(List.of("--port", port.toString()));
        }
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.logs().resolve("launcher.log").toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
        } catch (IOException e) {
            throw LauncherException.failed("The launcher cannot be started in the background.", e);
        }
    }

    private void say(String line) {
        PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
        out.println(line);
        out.flush();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
