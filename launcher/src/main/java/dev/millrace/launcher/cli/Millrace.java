package dev.millrace.launcher.cli;

import dev.millrace.contracts.MillraceException;
import dev.millrace.launcher.client.ConnectionLostException;
import dev.millrace.launcher.client.GatewayException;
import dev.millrace.launcher.demo.DemoCommand;
import dev.millrace.launcher.local.LauncherException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code millrace}: the one command a person needs. */
@Command(
        name = "millrace",
        description = "Turns an organisation's own documents into a customised, evaluated, served language model.",
        mixinStandardHelpOptions = true,
        version = "Millrace 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "For who works on it: test, format, build, bench; each with --help.",
            "What runs elsewhere is reached with MILLRACE_URL and MILLRACE_KEY."
        },
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            SubmitCommand.class,
            WatchCommand.class,
            DocumentsCommand.class,
            DatasetCommand.class,
            RunsCommand.class,
            ModelsCommand.class,
            ExportCommand.class,
            ChatCommand.class,
            KeyCommand.class,
            ComposeEnvCommand.class,
            ChaosCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Millrace implements Runnable {
    private static final String TRACE = "MILLRACE_TRACE";

    @CommandLine.Spec
    private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Millrace())
                .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, command))
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static int explain(Exception failure, CommandLine command) {
        if (failure instanceof LauncherException known) {
            command.getErr().println(command.getColorScheme().errorText(String.valueOf(known.getMessage())));
            return known.exitCode();
        }
        if (failure instanceof MillraceException known) {
            command.getErr().println(command.getColorScheme().errorText(known.code() + ": " + known.getMessage()));
            command.getErr().println(known.code().remedy());
            return LauncherException.FAILED;
        }
        if (failure instanceof GatewayException refused) {
            command.getErr().println(command.getColorScheme().errorText(refused.code() + ": " + refused.getMessage()));
            if (refused.remedy() != null) {
                command.getErr().println(refused.remedy());
            }
            return LauncherException.FAILED;
        }
        if (failure instanceof ConnectionLostException lost) {
            command.getErr().println(command.getColorScheme().errorText(String.valueOf(lost.getMessage())));
            return LauncherException.FAILED;
        }
        command.getErr()
                .println(command.getColorScheme()
                        .errorText("Millrace made a mistake (" + failure + "); with " + TRACE + "=1 it says where."));
        if (System.getenv(TRACE) != null) {
            failure.printStackTrace(command.getErr());
        }
        return LauncherException.FAILED;
    }

    @Override
    public void run() {
        CommandLine command = java.util.Objects.requireNonNull(spec).commandLine();
        command.usage(command.getErr());
        throw LauncherException.usage("Name a command.");
    }
}
