package dev.millrace.launcher.cli;

import dev.millrace.launcher.local.LauncherException;
import dev.millrace.launcher.local.LocalState;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code down}: stops what {@code up} started. */
@Command(name = "down", description = "Stop what up started; nothing is lost.", mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {
    private static final int MOST_SECONDS = 120;

    @Mixin
    private final DataOption data = new DataOption();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Optional<ProcessHandle> launcher = LocalState.running(data.folder())
                .flatMap(state -> state.launcher().handle());
        if (launcher.isEmpty()) {
            say("Nothing runs on " + data.folder().root() + ".");
            return 0;
        }
        launcher.get().destroy();
        try {
            launcher.get().onExit().orTimeout(MOST_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw LauncherException.failed("Millrace did not stop within " + MOST_SECONDS + " s.", e);
        }
        say("Stopped.");
        return 0;
    }

    private void say(String line) {
        Objects.requireNonNull(spec).commandLine().getOut().println(line);
    }
}
