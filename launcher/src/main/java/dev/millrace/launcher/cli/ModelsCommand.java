package dev.millrace.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.launcher.console.Console;
import dev.millrace.launcher.console.Table;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code models}: what can be asked. */
@Command(name = "models", description = "List the models that can be asked.", mixinStandardHelpOptions = true)
final class ModelsCommand implements Callable<Integer> {
    @Mixin
    private final GatewayOption options = new GatewayOption();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Console console = Output.console(spec);
        List<JsonNode> models = options.gateway().models();
        if (options.json()) {
            Output.json(console, models);
            return 0;
        }
        Table table = new Table("MODEL", "COLLECTION", "BASE", "RUN", "PROMOTED");
        models.forEach(each -> table.row(
                Output.text(each, "modelId"),
                Output.text(each, "collection"),
                Output.text(each, "baseModelId"),
                Output.text(each, "run"),
                Output.text(each, "promoted")));
        table.print(console);
        return 0;
    }
}
