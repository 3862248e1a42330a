package dev.millrace.launcher.cli;

import picocli.CommandLine.Command;

/** {@code runs resume}. */
@Command(
        name = "resume",
        description = "Let a resting run go on from where it stopped.",
        mixinStandardHelpOptions = true)
final class RunsResumeCommand extends RunAction {
    RunsResumeCommand() {
        super("resume");
    }
}
