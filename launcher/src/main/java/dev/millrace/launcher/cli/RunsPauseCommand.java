package dev.millrace.launcher.cli;

import picocli.CommandLine.Command;

/** {@code runs pause}. */
@Command(
        name = "pause",
        description = "Let a run rest after the step it is in; it keeps what it has learned.",
        mixinStandardHelpOptions = true)
final class RunsPauseCommand extends RunAction {
    RunsPauseCommand() {
        super("pause");
    }
}
