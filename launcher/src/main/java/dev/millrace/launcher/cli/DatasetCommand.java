package dev.millrace.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.launcher.client.Gateway;
import dev.millrace.launcher.console.Console;
import dev.millrace.launcher.console.Progress;
import dev.millrace.launcher.console.Table;
import dev.millrace.launcher.local.LauncherException;
import dev.millrace.launcher.watch.Waiting;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dataset}: lists versions, and seals a new one. */
@Command(name = "dataset", description = "List dataset versions, or seal a new one.", mixinStandardHelpOptions = true)
final class DatasetCommand implements Callable<Integer> {
    @Mixin
    private final GatewayOption options = new GatewayOption();

    @Option(
            names = {"-c", "--collection"},
            paramLabel = "NAME",
            description = "The collection.")
    private @Nullable String collection;

    @Option(names = "--seal", description = "Seal a new version, and wait until it is ready.")
    private boolean seal;

    @Option(
            names = "--now",
            description = "With --seal: take each document's last decision, without waiting for those under way.")
    private boolean now;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (!seal) {
            print(options.gateway().datasets(collection));
        } else if (collection == null) {
            throw LauncherException.usage("--seal needs --collection.");
        } else {
            print(List.of(sealed(options.gateway(), collection)));
        }
        return 0;
    }

    private JsonNode sealed(Gateway gateway, String of) {
        String request = gateway.requestDataset(of, !now);
        try (Progress progress = new Progress(Output.console(spec))) {
            return Waiting.on(gateway).dataset(of, request, progress::show);
        }
    }

    private void print(List<JsonNode> datasets) {
        Console console = Output.console(spec);
        if (options.json()) {
            Output.json(console, datasets);
            return;
        }
        Table table = new Table("VERSION", "COLLECTION", "DOCUMENTS", "EXAMPLES", "AT");
        datasets.forEach(each -> table.row(
                Output.text(each, "version"),
                Output.text(each, "collection"),
                Output.text(each, "documents"),
                Output.text(each, "examples"),
                Output.text(each, "at")));
        table.print(console);
    }
}
