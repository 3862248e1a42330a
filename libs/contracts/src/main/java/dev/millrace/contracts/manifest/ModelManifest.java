package dev.millrace.contracts.manifest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model as a Hugging Face directory: {@code config.json}, safetensors, {@code tokenizer.json}, {@code tokenizer_config.json},
 * {@code chat_template.jinja}.
 *
 * @param modelId content-derived: what a request names
 * @param run the run that made it; null for a base model
 * @param base what it was made from: {@code none}, a hub id or a directory's name
 * @param templateSha256 hash of the chat template, part of the model's version
 */
public record ModelManifest(
        String modelId,
        @Nullable String run,
        @Nullable String collection,
        @Nullable String datasetVersion,
        String base,
        String templateSha256,
        int contextLength,
        List<Part> parts) {
    /** Adapters that were merged into the weights lie beside them under these names, in peft's form. */
    public static final String ADAPTER_CONFIG = "adapter.json";

    public static final String ADAPTER_WEIGHTS = "adapter.safetensors";

    /** How an embedding model makes one vector of many; {@code sentence-transformers} wants it in a folder of its own. */
    public static final String POOLING = "pooling.json";

    public static final String MEDIA_TYPE = "application/vnd.millrace.model+json";

    public ModelManifest {
        parts = List.copyOf(parts);
    }
}
