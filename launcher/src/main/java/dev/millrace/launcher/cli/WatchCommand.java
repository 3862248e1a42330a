package dev.millrace.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.Json;
import dev.millrace.launcher.client.ConnectionLostException;
import dev.millrace.launcher.client.EventStream;
import dev.millrace.launcher.client.Gateway;
import dev.millrace.launcher.console.Console;
import dev.millrace.launcher.local.LauncherException;
import dev.millrace.launcher.runs.RunView;
import dev.millrace.launcher.runs.RunWatch;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code watch}: what happens, as it happens. */
@Command(
        name = "watch",
        description = "Show events as they happen, until Ctrl-C; or one training run, live, until it ends.",
        mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
    private static final Duration PAUSE = Duration.ofMillis(500);

    @Mixin
    private final GatewayOption options = new GatewayOption();

    @Option(
            names = "--from",
            paramLabel = "PLACE",
            defaultValue = "latest",
            description = "latest, earliest, or the id of an event to go on behind it (default: ${DEFAULT-VALUE}).")
    private String from = "latest";

    @Parameters(
            arity = "0..1",
            paramLabel = "RUN",
            description = "A training run: its loss and speed are drawn from its first step on.")
    private @Nullable String run;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Gateway gateway = options.gateway();
        Console console = Output.console(spec);
        if (run != null) {
            RunWatch watch = new RunWatch(gateway, console, new RunView(console.unicode()));
            return (options.json() ? watch.steps(run) : watch.follow(run)) ? 0 : LauncherException.FAILED;
        }
        String place = from;
        while (!console.out().checkError()) {
            place = follow(gateway, place, console);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return 0;
    }

    /** Until the stream ends, as it does when the gateway is started again. Says behind which event to go on. */
    private String follow(Gateway gateway, String start, Console console) throws IOException {
        String place = start;
        try (EventStream events = gateway.events(start)) {
            for (EventStream.Message message = events.next(); message != null; message = events.next()) {
                console.line(options.json() ? message.data() : line(message));
                place = message.id().isEmpty() ? place : message.id();
                if (console.out().checkError()) {
                    // Nobody reads any more, as behind `| head`.
                    return place;
                }
            }
        } catch (ConnectionLostException e) {
            // The gateway is asked again; when it stays away, that is said then.
        }
        return place;
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
