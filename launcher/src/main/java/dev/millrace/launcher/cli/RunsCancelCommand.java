package dev.millrace.launcher.cli;

import picocli.CommandLine.Command;

/** {@code runs cancel}. */
@Command(name = "cancel", description = "End a run for good; its checkpoints stay.", mixinStandardHelpOptions = true)
final class RunsCancelCommand extends RunAction {
    RunsCancelCommand() {
        super("cancel");
    }
}
