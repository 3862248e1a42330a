package dev.millrace.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.Json;
import dev.millrace.launcher.client.Gateway;
import dev.millrace.launcher.client.NewDocument;
import dev.millrace.launcher.console.Console;
import dev.millrace.launcher.console.Progress;
import dev.millrace.launcher.documents.Folders;
import dev.millrace.launcher.local.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** {@code submit}: hands in files. */
@Command(
        name = "submit",
        description =
                "Submit files, and the files in folders; a file's path is its document id, its time of change its revision.",
        mixinStandardHelpOptions = true)
final class SubmitCommand implements Callable<Integer> {
    @Mixin
    private final GatewayOption options = new GatewayOption();

    @Option(
            names = {"-c", "--collection"},
            required = true,
            paramLabel = "NAME",
            description = "The collection.")
    private String collection = "";

    @Option(names = "--create", description = "Create the collection, with the default recipe, if there is none.")
    private boolean create;

    @Option(names = "--recipe", paramLabel = "FILE", description = "Set the collection's recipe first: a JSON file.")
    private @Nullable Path recipe;

    @Option(names = "--source", paramLabel = "URI", description = "Who submits (default: ${DEFAULT-VALUE}).")
    private String source = "urn:millrace:cli";

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files and folders.")
    private List<Path> paths = List.of();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        List<NewDocument> documents = new ArrayList<>();
        paths.forEach(path -> documents.addAll(Folders.documents(path, collection, source)));
        if (documents.isEmpty()) {
            throw LauncherException.usage("There is no file to submit.");
        }
        Gateway gateway = options.gateway();
        prepare(gateway);
        send(gateway, documents);
        return 0;
    }

    private void prepare(Gateway gateway) {
        if (recipe != null) {
            gateway.putCollection(collection, read(recipe));
        } else if (create
                && gateway.collections().stream()
                        .noneMatch(each -> each.path("name").asText().equals(collection))) {
            gateway.putCollection(collection, Json.mapper().createObjectNode());
        }
    }

    private static JsonNode read(Path file) {
        try {
            return Json.mapper().readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw LauncherException.usage("The recipe " + file + " is no readable JSON file.");
        }
    }

    private void send(Gateway gateway, List<NewDocument> documents) {
        Console console = Output.console(spec);
        if (options.json()) {
            documents.forEach(document -> Output.json(console, gateway.submit(document)));
            return;
        }
        try (Progress progress = new Progress(console)) {
            int done = 0;
            for (NewDocument document : documents) {
                gateway.submit(document);
                progress.show("submitted", ++done, documents.size(), document.documentId());
            }
        }
        console.line("What becomes of them: ./millrace documents --collection " + collection);
    }
}
