package dev.millrace.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.Json;
import dev.millrace.launcher.console.Console;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** How commands print. */
final class Output {
    private Output() {}

    static Console console(@Nullable CommandSpec spec) {
        return Console.of(Objects.requireNonNull(spec).commandLine().getOut(), System.getenv());
    }

    static void json(Console console, Object value) {
        console.line(new String(Json.write(value), StandardCharsets.UTF_8));
    }

    static void json(Console console, Collection<JsonNode> values) {
        values.forEach(value -> json(console, value));
    }

    /** A field as text, or a dash. */
    static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isMissingNode() || value.isNull() ? "-" : value.asText();
    }

    /** A number with three decimals, or a dash. */
    static String decimal(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isNumber() ? String.format(Locale.ROOT, "%.3f", value.asDouble()) : "-";
    }

    /** A list of texts with commas, or a dash. */
    static String list(JsonNode node, String field) {
        List<String> texts = new ArrayList<>();
        node.path(field).forEach(each -> texts.add(each.asText()));
        return texts.isEmpty() ? "-" : String.join(",", texts);
    }
}
