package dev.millrace.launcher.cli;

import dev.millrace.contracts.Json;
import dev.millrace.launcher.local.LauncherException;
import dev.millrace.launcher.local.LocalState;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code status}: what runs, and where. */
@Command(name = "status", description = "Show what runs, and where.", mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private final DataOption data = new DataOption();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Optional<LocalState> running = LocalState.running(data.folder());
        if (json) {
            out.println(running.map(state -> new String(Json.write(state), StandardCharsets.UTF_8))
                    .orElse("null"));
        } else {
            running.ifPresentOrElse(
                    state -> show(state, out),
                    () -> out.println("Nothing runs on " + data.folder().root() + "."));
        }
        return running.isPresent() ? 0 : LauncherException.FAILED;
    }

    private static void show(LocalState state, PrintWriter out) {
        out.println((state.ready() ? "ready    " : "starting ") + state.url());
        out.println("kafka    " + state.bootstrapServers());
        out.println("store    " + state.storeEndpoint());
        state.children()
                .forEach(child -> out.printf(
                        "  %-12s %s%n",
                        child.name(), child.handle().isPresent() ? "runs, pid " + child.pid() : "is being restarted"));
    }
}
