package dev.millrace.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.launcher.client.Gateway;
import dev.millrace.launcher.console.Console;
import dev.millrace.launcher.console.Table;
import dev.millrace.launcher.local.LauncherException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code documents}: what became of documents. */
@Command(
        name = "documents",
        description = "List documents with their outcome, show one with its history, or withdraw it.",
        mixinStandardHelpOptions = true)
final class DocumentsCommand implements Callable<Integer> {
    @Mixin
    private final GatewayOption options = new GatewayOption();

    @Option(
            names = {"-c", "--collection"},
            required = true,
            paramLabel = "NAME",
            description = "The collection.")
    private String collection = "";

    @Option(names = "--withdraw", description = "Take the document back: it is gone from the next dataset.")
    private boolean withdraw;

    @Parameters(arity = "0..1", paramLabel = "ID", description = "One document.")
    private @Nullable String documentId;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (withdraw && documentId == null) {
            throw LauncherException.usage("Name the document to withdraw.");
        }
        Gateway gateway = options.gateway();
        if (documentId == null) {
            list(gateway.documents(collection));
        } else if (withdraw) {
            withdrawn(documentId, gateway.withdraw(collection, documentId, null));
        } else {
            one(gateway.document(collection, documentId));
        }
        return 0;
    }

    private void withdrawn(String document, JsonNode answer) {
        Console console = Output.console(spec);
        if (options.json()) {
            Output.json(console, answer);
        } else {
            console.line(document + " is withdrawn.");
        }
    }

    private void list(List<JsonNode> documents) {
        Console console = Output.console(spec);
        if (options.json()) {
            Output.json(console, documents);
            return;
        }
        Table table = new Table("DOCUMENT", "OUTCOME", "REASON", "TYPE");
        documents.forEach(each -> table.row(
                Output.text(each, "documentId"),
                Output.text(each, "outcome"),
                Output.text(each, "code"),
                Output.text(each, "mediaType")));
        table.print(console);
    }

    private void one(JsonNode document) {
        Console console = Output.console(spec);
        if (options.json()) {
            Output.json(console, document);
        } else {
            console.line(document.toPrettyString());
        }
    }
}
