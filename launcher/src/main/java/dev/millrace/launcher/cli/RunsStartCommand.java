package dev.millrace.launcher.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.contracts.Json;
import dev.millrace.launcher.client.Gateway;
import dev.millrace.launcher.console.Console;
import dev.millrace.launcher.local.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code runs start}: trains on a dataset version. */
@Command(
        name = "start",
        description = "Train on a dataset version, as its collection's recipe says.",
        mixinStandardHelpOptions = true)
final class RunsStartCommand implements Callable<Integer> {
    @Mixin
    private final GatewayOption options = new GatewayOption();

    @Option(
            names = "--from",
            paramLabel = "RUN[@STEP]",
            description =
                    "Start from what another run came to, or from one of its checkpoints; the rest as its recipe says.")
    private @Nullable String from;

    @Option(names = "--steps", paramLabel = "N", description = "With --from: so many steps instead of the other run's.")
    private @Nullable Integer steps;

    @Option(
            names = "--recipe",
            paramLabel = "FILE",
            description = "A training recipe as JSON; with --from, what differs from the other run's.")
    private @Nullable Path recipe;

    @Parameters(paramLabel = "VERSION", description = "The dataset version.")
    private @Nullable String version;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Console console = Output.console(spec);
        String run = start(options.gateway(), Objects.requireNonNull(version));
        if (options.json()) {
            Output.json(console, Map.of("run", run));
        } else {
            console.line(run + " is in the queue. Follow it with ./millrace watch " + run);
        }
        return 0;
    }

    private String start(Gateway gateway, String dataset) {
        if (from == null && recipe == null) {
            return gateway.startRun(dataset);
        }
        ObjectNode wish = from == null ? Json.mapper().createObjectNode() : recipeFrom(gateway, from);
        if (recipe != null) {
            wish.setAll(read(recipe));
        }
        if (steps != null) {
            wish.put("steps", steps);
        }
        return gateway.startRun(dataset, wish);
    }

    /** The other run's recipe without what only its own start needed. */
    private static ObjectNode recipeFrom(Gateway gateway, String from) {
        String run = from.replaceFirst("@.*$", "");
        ObjectNode wish = gateway.run(run).path("recipe").deepCopy();
        wish.remove(List.of("shape", "automatic"));
        if (wish.path("method") instanceof ObjectNode method) {
            method.remove("adapter");
        }
        return wish.put("base", "run:" + from);
    }

    private static ObjectNode read(Path file) {
        try {
            if (Json.mapper().readTree(Files.readAllBytes(file)) instanceof ObjectNode read) {
                return read;
            }
        } catch (IOException e) {
            throw LauncherException.failed("The recipe " + file + " is no readable JSON file.", e);
        }
        throw LauncherException.usage("The recipe " + file + " is no JSON object.");
    }
}
