package dev.millrace.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.launcher.console.Console;
import dev.millrace.launcher.console.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code key}: API keys. */
@Command(name = "key", description = "Make, list and revoke API keys.", mixinStandardHelpOptions = true)
final class KeyCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new picocli.CommandLine.ParameterException(
                java.util.Objects.requireNonNull(spec).commandLine(), "Say what to do: create, list or revoke.");
    }

    @Command(name = "create", description = "Make a key; it is shown once.", mixinStandardHelpOptions = true)
    int create(
            @Mixin GatewayOption options,
            @Option(names = "--name", required = true, paramLabel = "NAME", description = "What the key is for.")
                    String name,
            @Option(
                            names = "--role",
                            required = true,
                            paramLabel = "ROLE",
                            split = ",",
                            description = "producer, monitor, owner, user or admin; several with commas.")
                    List<String> roles,
            @Option(
                            names = {"-c", "--collection"},
                            paramLabel = "NAME",
                            split = ",",
                            description = "Collections the key may use (default: all).")
                    @Nullable
                    List<String> collections) {
        JsonNode made = options.gateway().createKey(name, roles, collections == null ? List.of() : collections);
        Console console = Output.console(spec);
        if (options.json()) {
            Output.json(console, made);
        } else {
            console.line(Output.text(made, "key"));
        }
        return 0;
    }

    @Command(name = "list", description = "List keys, without what is secret.", mixinStandardHelpOptions = true)
    int list(@Mixin GatewayOption options) {
        Console console = Output.console(spec);
        List<JsonNode> keys = options.gateway().keys();
        if (options.json()) {
            Output.json(console, keys);
            return 0;
        }
        Table table = new Table("KEY", "NAME", "ROLES", "COLLECTIONS", "REVOKED");
        keys.forEach(each -> table.row(
                Output.text(each, "keyId"),
                Output.text(each, "name"),
                Output.list(each, "roles"),
                Output.list(each, "collections"),
                Output.text(each, "revoked")));
        table.print(console);
        return 0;
    }

    @Command(name = "revoke", description = "Revoke a key.", mixinStandardHelpOptions = true)
    int revoke(@Mixin GatewayOption options, @Parameters(paramLabel = "KEY", description = "Its id.") String keyId) {
        JsonNode answer = options.gateway().revokeKey(keyId);
        Console console = Output.console(spec);
        if (options.json()) {
            Output.json(console, answer);
        } else {
            console.line(keyId + " is revoked.");
        }
        return 0;
    }
}
