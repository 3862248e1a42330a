package dev.millrace.launcher.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.manifest.ModelManifest;
import dev.millrace.launcher.local.LauncherException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Lays a model's files out as other tools expect them. */
public final class ModelExport {
    private static final String TEMPLATE = "chat_template.jinja";
    private static final String TOKENIZER_CONFIG = "tokenizer_config.json";
    private static final Set<String> OF_ADAPTER = Set.of(ModelManifest.ADAPTER_CONFIG, ModelManifest.ADAPTER_WEIGHTS);
    /** Files that say how text becomes tokens, of use beside an adapter too. */
    private static final List<String> OF_TEXT =
            List.of("tokenizer.json", TOKENIZER_CONFIG, TEMPLATE, "special_tokens_map.json", "added_tokens.json");

    private final ModelFacts facts;
    private final ExportFormat format;

    public ModelExport(ModelFacts facts, ExportFormat format) {
        this.facts = facts;
        this.format = format;
    }

    /**
     * The model's files that are needed.
     *
     * @throws LauncherException when the model cannot be exported in the format
     */
    public List<String> files() {
        List<String> all =
                facts.manifest().parts().stream().map(part -> part.name()).toList();
        if (format != ExportFormat.ADAPTER) {
            return all.stream().filter(name -> !OF_ADAPTER.contains(name)).toList();
        }
        if (!all.containsAll(OF_ADAPTER)) {
            throw LauncherException.failed("The model " + facts.manifest().modelId()
                    + " has no adapter: it was trained whole. Export it with --format safetensors.");
        }
        return Stream.of(OF_ADAPTER.stream().sorted(), OF_TEXT.stream(), Licence.FILES.stream())
                .flatMap(names -> names)
                .filter(all::contains)
                .toList();
    }

    /**
     * Turns fetched files into the directory that other tools read.
     *
     * @param directory holds the files of {@link #files}
     */
    public void arrange(Path directory) throws IOException {
        tokenizerConfig(directory);
        pooling(directory);
        if (format == ExportFormat.ADAPTER) {
            adapter(directory);
        }
        Files.writeString(directory.resolve("README.md"), ModelCard.of(facts, format, Licence.in(directory)));
    }

    /** sentence-transformers looks for it in a folder of its own. */
    private static void pooling(Path directory) throws IOException {
        Path file = directory.resolve(ModelManifest.POOLING);
        if (Files.exists(file)) {
            Path folder = Files.createDirectories(directory.resolve("1_Pooling"));
            Files.move(file, folder.resolve("config.json"), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private void tokenizerConfig(Path directory) throws IOException {
        Path file = directory.resolve(TOKENIZER_CONFIG);
        ObjectNode config = Json.mapper().createObjectNode();
        if (Files.exists(file) && Json.mapper().readTree(Files.readAllBytes(file)) instanceof ObjectNode own) {
            config = own;
        }
        if (!config.has("tokenizer_class")) {
            config.put("tokenizer_class", "PreTrainedTokenizerFast");
        }
        // Some tokenisers say that nothing limits them; the model does.
        JsonNode longest = config.path("model_max_length");
        if (!longest.isNumber() || longest.asDouble() > facts.manifest().contextLength()) {
            config.put("model_max_length", facts.manifest().contextLength());
        }
        Path template = directory.resolve(TEMPLATE);
        if (Files.exists(template)) {
            config.put("chat_template", Files.readString(template));
        }
        Files.write(file, pretty(config));
    }

    private void adapter(Path directory) throws IOException {
        Path config = directory.resolve(ModelManifest.ADAPTER_CONFIG);
        ObjectNode node = (ObjectNode) Json.mapper().readTree(Files.readAllBytes(config));
        node.put("base_model_name_or_path", facts.base());
        Files.write(directory.resolve("adapter_config.json"), pretty(node));
        Files.delete(config);
        Files.move(
                directory.resolve(ModelManifest.ADAPTER_WEIGHTS),
                directory.resolve("adapter_model.safetensors"),
                StandardCopyOption.ATOMIC_MOVE);
    }

    private static byte[] pretty(ObjectNode node) {
        return (node.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
