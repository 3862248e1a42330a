package dev.millrace.launcher.cli;

import dev.millrace.launcher.console.Console;
import dev.millrace.launcher.local.ComposeEnv;
import dev.millrace.launcher.local.Installation;
import dev.millrace.launcher.local.LauncherException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code compose-env}: the secrets that docker-compose.yml needs. */
@Command(
        name = "compose-env",
        description = "Make the secrets that docker-compose.yml needs, in .env; what is there is never overwritten.",
        mixinStandardHelpOptions = true)
final class ComposeEnvCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Console console = Output.console(spec);
        ComposeEnv env = new ComposeEnv(Installation.found().home());
        if (env.create()) {
            console.line(env.file() + " holds new secrets; only you may read it.");
        } else {
            keep(env, console);
        }
        console.line("Go on with      docker compose up --wait");
        console.line("then            set -a; . " + env.file() + "; set +a");
        console.line("                ./millrace demo");
        return 0;
    }

    private static void keep(ComposeEnv env, Console console) {
        List<String> missing = env.missing();
        if (!missing.isEmpty()) {
            throw LauncherException.failed(env.file() + " is there and stays as it is, but lacks "
                    + String.join(", ", missing) + ": add them, or move the file away.");
        }
        console.line(env.file() + " is there and stays as it is.");
    }
}
