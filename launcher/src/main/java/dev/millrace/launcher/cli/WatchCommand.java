package dev.millrace.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.Json;
import dev.millrace.launcher.client.EventStream;
import dev.millrace.launcher.console.Console;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code watch}: what happens, as it happens. */
@Command(name = "watch", description = "Show events as they happen, until Ctrl-C.", mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
    @Mixin
    private final GatewayOption options = new GatewayOption();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Console console = Output.console(spec);
        try (EventStream events = options.gateway().events()) {
            for (EventStream.Message message = events.next(); message != null; message = events.next()) {
                console.line(options.json() ? message.data() : line(message));
            }
        }
        return 0;
    }

    private static String line(EventStream.Message message) throws IOException {
        JsonNode event = Json.mapper().readTree(message.data());
        JsonNode data = event.has("data") ? event.path("data") : event;
        String type = event.has("type") ? event.path("type").asText() : message.name();
        JsonNode document = data.path("document");
        String what = Stream.of(
                        document.isObject() ? document.path("documentId") : data.path("documentId"),
                        data.path("collection"),
                        data.path("run"),
                        data.path("modelId"),
                        data.path("version"),
                        data.path("step"),
                        data.path("state"),
                        data.at("/decision/outcome"),
                        data.at("/decision/reason/code"),
                        data.path("code"),
                        data.at("/values/loss"))
                .filter(JsonNode::isValueNode)
                .map(JsonNode::asText)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("  "));
        return type.replace("dev.millrace.", "") + "  " + what;
    }
}
