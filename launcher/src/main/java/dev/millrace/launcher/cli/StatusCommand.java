package dev.millrace.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.contracts.Json;
import dev.millrace.launcher.client.Gateway;
import dev.millrace.launcher.console.Console;
import dev.millrace.launcher.console.Table;
import dev.millrace.launcher.local.LauncherException;
import dev.millrace.launcher.local.LocalState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code status}: what runs here, and where; of a gateway elsewhere, what it holds. */
@Command(
        name = "status",
        description = "Show what runs on this machine, and where; with --url what a gateway elsewhere holds.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private static final List<String> OUTCOMES =
            List.of("kept", "dropped", "rejected", "withdrawn", "dead-lettered", "pending");

    @Mixin
    private final GatewayOption options = new GatewayOption();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Console console = Output.console(spec);
        if (options.isElsewhere()) {
            elsewhere(console);
            return 0;
        }
        Optional<LocalState> running = LocalState.running(options.data());
        if (options.json()) {
            Output.json(
                    console,
                    running.<Object>map(Function.identity())
                            .orElse(Json.mapper().nullNode()));
        } else {
            running.ifPresentOrElse(
                    state -> {
                        show(state, console);
                        options.data().shortOfSpace().ifPresent(console::line);
                    },
                    () -> console.line("Nothing runs on " + options.data().root() + "."));
        }
        return running.isPresent() ? 0 : LauncherException.FAILED;
    }

    private static void show(LocalState state, Console console) {
        console.line((state.ready() ? "ready    " : "starting ") + state.url());
        console.line("kafka    " + state.bootstrapServers());
        console.line("store    " + state.storeEndpoint());
        state.children()
                .forEach(child -> console.line(String.format(
                        "  %-12s %s",
                        child.name(), child.handle().isPresent() ? "runs, pid " + child.pid() : "is being restarted")));
    }

    private void elsewhere(Console console) {
        Gateway gateway = options.gateway();
        List<JsonNode> collections = gateway.collections();
        Map<String, Long> runs = gateway.runs().stream()
                .collect(Collectors.groupingBy(run -> Output.text(run, "state"), TreeMap::new, Collectors.counting()));
        List<String> promoted = gateway.models().stream()
                .filter(model -> model.path("promoted").asBoolean())
                .map(model -> Output.text(model, "modelId"))
                .toList();
        String url = options.connection().url().toString();
        if (options.json()) {
            Output.json(
                    console,
                    Map.of("url", url, "collections", counts(collections), "runs", runs, "promoted", promoted));
            return;
        }
        console.line("answers  " + url);
        console.line("runs     " + (runs.isEmpty() ? "none" : sentence(runs)));
        console.line("promoted " + (promoted.isEmpty() ? "none" : String.join(", ", promoted)));
        table(collections).print(console);
    }

    private static String sentence(Map<String, Long> runs) {
        return runs.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey())
                .collect(Collectors.joining(", "));
    }

    private static List<JsonNode> counts(List<JsonNode> collections) {
        return collections.stream()
                .<JsonNode>map(each -> {
                    ObjectNode count = Json.mapper().createObjectNode().put("name", Output.text(each, "name"));
                    return count.set("documents", each.path("documents"));
                })
                .toList();
    }

    private static Table table(List<JsonNode> collections) {
        Table table = new Table("COLLECTION", "KEPT", "DROPPED", "REJECTED", "WITHDRAWN", "DEAD-LETTERED", "UNDER WAY");
        collections.forEach(each -> table.row(Stream.concat(
                        Stream.of(Output.text(each, "name")),
                        OUTCOMES.stream()
                                .map(outcome ->
                                        each.path("documents").path(outcome).asLong()))
                .toArray()));
        return table;
    }
}
