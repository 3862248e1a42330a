package dev.millrace.model.family;

import dev.millrace.model.family.ConfigKeys.Window;
import java.util.Optional;
import java.util.stream.Stream;

/** The decoder families, one row each: adding one means adding a row, and parts only where none fits. */
@SuppressWarnings("ImmutableEnumChecker") // rows are records of strings and of lists and sets that cannot change
public enum Family {
    LLAMA(
            "llama",
            "LlamaForCausalLM",
            BlockLayout.PLAIN,
            WeightNames.SPLIT,
            ConfigKeys.usual(Window.NONE, 0, false, "attention_bias", "mlp_bias", "is_llama_config")),
    MISTRAL(
            "mistral",
            "MistralForCausalLM",
            BlockLayout.PLAIN,
            WeightNames.SPLIT,
            ConfigKeys.usual(Window.USUALLY_ALL, 0, false)),
    QWEN2(
            "qwen2",
            "Qwen2ForCausalLM",
            BlockLayout.PLAIN.withInputBias(),
            WeightNames.SPLIT,
            ConfigKeys.usual(Window.UPPER, 0, false)),
    QWEN3(
            "qwen3",
            "Qwen3ForCausalLM",
            BlockLayout.PLAIN.withHeadNorms(),
            WeightNames.SPLIT,
            ConfigKeys.usual(Window.UPPER, 128, false, "attention_bias")),
    PHI3("phi3", "Phi3ForCausalLM", BlockLayout.PLAIN, WeightNames.FUSED, ConfigKeys.usual(Window.ALL, 0, false)),
    GEMMA3(
            "gemma3_text",
            "Gemma3ForCausalLM",
            new BlockLayout(Norm.RMS_PLUS_ONE, Activation.GELU_TANH, true, false, false, false, true, true),
            WeightNames.GEMMA,
            ConfigKeys.gemma()),
    GPT2(
            "gpt2",
            "GPT2LMHeadModel",
            new BlockLayout(Norm.LAYER, Activation.GELU_TANH, false, true, true, true, false, false),
            WeightNames.GPT,
            ConfigKeys.gpt());

    private final String modelType;
    private final String architecture;
    private final BlockLayout layout;
    private final WeightNames names;
    private final ConfigKeys keys;

    Family(String modelType, String architecture, BlockLayout layout, WeightNames names, ConfigKeys keys) {
        this.modelType = modelType;
        this.architecture = architecture;
        this.layout = layout;
        this.names = names;
        this.keys = keys;
    }

    /** The family of a {@code model_type}. */
    public static Optional<Family> named(String modelType) {
        return Stream.of(values())
                .filter(family -> family.modelType.equals(modelType))
                .findFirst();
    }

    /** What {@code config.json} calls it. */
    public String modelType() {
        return modelType;
    }

    /** The class of Hugging Face that reads it. */
    public String architecture() {
        return architecture;
    }

    /** The blocks of a model whose configuration asks for nothing special. */
    public BlockLayout layout() {
        return layout;
    }

    public WeightNames names() {
        return names;
    }

    public ConfigKeys keys() {
        return keys;
    }

    /** Whether positions are looked up in a table instead of turned into queries and keys. */
    public boolean learnedPositions() {
        return names.positions() != null;
    }

    /** Whether embeddings are multiplied with the root of the width, and layers that look less far have angles of their own. */
    public boolean scaledEmbeddings() {
        return this == GEMMA3;
    }
}
