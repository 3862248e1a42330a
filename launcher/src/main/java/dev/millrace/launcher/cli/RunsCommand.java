package dev.millrace.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.launcher.console.Console;
import dev.millrace.launcher.console.Table;
import dev.millrace.launcher.runs.RunHistory;
import dev.millrace.launcher.runs.RunView;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code runs}: trainings. */
@Command(
        name = "runs",
        description = "List training runs, or show one; start, pause, resume, revert, cancel, compare and export them.",
        mixinStandardHelpOptions = true,
        subcommands = {
            RunsStartCommand.class,
            RunsPauseCommand.class,
            RunsResumeCommand.class,
            RunsRevertCommand.class,
            RunsCancelCommand.class,
            RunsCompareCommand.class,
            RunsExportCommand.class
        })
final class RunsCommand implements Callable<Integer> {
    @Mixin
    private final GatewayOption options = new GatewayOption();

    @Parameters(arity = "0..1", paramLabel = "RUN", description = "One run, with the curve of its loss.")
    private @Nullable String run;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Console console = Output.console(spec);
        if (run != null && options.json()) {
            Output.json(console, options.gateway().run(run));
        } else if (run != null) {
            RunHistory history = RunHistory.of(options.gateway(), run);
            new RunView(console.unicode()).lines(history).forEach(console::line);
        } else if (options.json()) {
            Output.json(console, options.gateway().runs());
        } else {
            table(options.gateway().runs()).print(console);
        }
        return 0;
    }

    private static Table table(List<JsonNode> runs) {
        Table table = new Table("RUN", "COLLECTION", "STATE", "STEP", "FIRST LOSS", "LAST LOSS", "MODEL");
        runs.forEach(each -> table.row(
                Output.text(each, "run"),
                Output.text(each, "collection"),
                Output.text(each, "state"),
                Output.text(each, "step") + "/" + Output.text(each, "totalSteps"),
                Output.decimal(each, "firstLoss"),
                Output.decimal(each, "lastLoss"),
                Output.text(each, "modelId")));
        return table;
    }
}
