package dev.millrace.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.text.Message;
import dev.millrace.launcher.client.ChatRequest;
import dev.millrace.launcher.client.EventStream;
import dev.millrace.launcher.client.Gateway;
import dev.millrace.launcher.console.Console;
import dev.millrace.launcher.local.LauncherException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chat}: asks a model. */
@Command(
        name = "chat",
        description = "Ask a model: once with a question, else line by line until an empty one.",
        mixinStandardHelpOptions = true)
final class ChatCommand implements Callable<Integer> {
    private static final String END = "[DONE]";

    @Mixin
    private final GatewayOption options = new GatewayOption();

    @Option(
            names = {"-m", "--model"},
            paramLabel = "MODEL",
            description = "Default: the promoted model.")
    private @Nullable String model;

    @Option(names = "--max-tokens", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private int maxTokens = 128;

    @Option(names = "--temperature", paramLabel = "T", description = "Default: ${DEFAULT-VALUE}.")
    private double temperature = 0.7;

    @Option(names = "--seed", paramLabel = "N", description = "The same seed gives the same answer.")
    private @Nullable Long seed;

    @Parameters(arity = "0..*", paramLabel = "QUESTION", description = "One question.")
    private List<String> question = List.of();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Gateway gateway = options.gateway();
        String asked = model == null ? promoted(gateway) : model;
        if (question.isEmpty()) {
            talk(gateway, asked);
        } else {
            answer(gateway, asked, List.of(new Message("user", String.join(" ", question))));
        }
        return 0;
    }

    private static String promoted(Gateway gateway) {
        return gateway.models().stream()
                .filter(each -> each.path("promoted").asBoolean())
                .findFirst()
                .map(each -> each.path("modelId").asText())
                .orElseThrow(() -> LauncherException.failed(
                        "No model has been promoted yet. Name one with --model; ./millrace models lists them."));
    }

    private void talk(Gateway gateway, String asked) throws IOException {
        Console console = Output.console(spec);
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        List<Message> messages = new ArrayList<>();
        while (true) {
            console.out().print(console.terminal() ? "> " : "");
            console.out().flush();
            String line = input.readLine();
            if (line == null || line.isBlank()) {
                return;
            }
            messages.add(new Message("user", line));
            messages.add(new Message("assistant", answer(gateway, asked, messages)));
        }
    }

    private String answer(Gateway gateway, String asked, List<Message> messages) throws IOException {
        Console console = Output.console(spec);
        StringBuilder answer = new StringBuilder();
        try (EventStream stream = gateway.stream(new ChatRequest(asked, messages, maxTokens, temperature, seed))) {
            for (EventStream.Message piece = stream.next(); piece != null; piece = stream.next()) {
                if (piece.data().equals(END)) {
                    break;
                }
                JsonNode chunk = Json.mapper().readTree(piece.data());
                String text = chunk.at("/choices/0/delta/content").asText("");
                answer.append(text);
                if (!options.json()) {
                    console.out().print(text);
                    console.out().flush();
                }
            }
        }
        if (options.json()) {
            Output.json(console, new Message("assistant", answer.toString()));
        } else {
            console.line("");
        }
        return answer.toString();
    }
}
