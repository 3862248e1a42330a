package dev.millrace.launcher.export;

import dev.millrace.contracts.manifest.ModelManifest;
import dev.millrace.gguf.GgufValue;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.DecoderConfigJson;
import dev.millrace.model.gguf.GgufExport;
import dev.millrace.tokenizer.gguf.TokenizerMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** A model's directory as one GGUF file, with its tokeniser, its chat template and where it comes from. */
public final class GgufOutput {
    private static final String HUB_ID = "[A-Za-z0-9][\\w.-]*/[A-Za-z0-9][\\w.-]*";

    private final Path directory;
    private final DecoderConfig config;
    private final Map<String, GgufValue> described = new LinkedHashMap<>();

    private GgufOutput(Path directory, String name) throws IOException {
        this.directory = directory;
        this.config = DecoderConfigJson.read(directory);
        text("general.name", name);
        Licence licence = Licence.in(directory);
        if (licence.came()) {
            text("general.license", licence.id());
        }
        described.putAll(TokenizerMetadata.of(
                directory,
                config.vocabulary(),
                Stream.ofNullable(config.beginToken()).toList(),
                config.endTokens()));
    }

    /** A directory of Hugging Face's form that nothing more is known of. */
    public static GgufOutput of(Path directory) throws IOException {
        Path name = directory.toAbsolutePath().normalize().getFileName();
        return new GgufOutput(directory, name == null ? "model" : name.toString());
    }

    /** The fetched files of a model. */
    public static GgufOutput of(Path directory, ModelFacts facts) throws IOException {
        GgufOutput output = new GgufOutput(directory, facts.manifest().modelId());
        output.origin(facts);
        return output;
    }

    private void origin(ModelFacts facts) {
        if (facts.hasBase()) {
            described.put("general.base_model.count", GgufValue.u32(1));
            text("general.base_model.0.name", facts.base());
            if (facts.base().matches(HUB_ID)) {
                text("general.base_model.0.repo_url", "https://huggingface.co/" + facts.base());
            }
        }
        ModelManifest manifest = facts.manifest();
        if (manifest.collection() != null && manifest.datasetVersion() != null) {
            described.put("general.dataset.count", GgufValue.u32(1));
            text("general.dataset.0.name", manifest.collection());
            text("general.dataset.0.version", manifest.datasetVersion());
        }
        described.put("general.tags", new GgufValue.Texts(List.of("millrace", "text-generation")));
    }

    private void text(String key, String value) {
        described.put(key, new GgufValue.Text(value));
    }

    /** Number of weights. */
    public long weights() {
        return config.parameterCount();
    }

    /** What a reader of the file has to know, one sentence each. */
    public List<String> remarks() {
        int context = GgufExport.context(config);
        return context == config.maxPositions()
                ? List.of()
                : List.of("llama.cpp knows no sliding window in this family: the file's context is one window, "
                        + context + " tokens instead of " + config.maxPositions() + ".");
    }

    /** @param progress hears how many weights are written */
    public void write(WeightType type, Path file, LongConsumer progress) throws IOException {
        GgufExport.write(directory, type.format(), described, file, progress);
    }
}
