package dev.millrace.launcher.export;

/** What a model is exported as. */
public enum ExportFormat {
    /** The whole model as {@code transformers} reads it. */
    SAFETENSORS,
    /** The adapter alone, as {@code peft} reads it beside its base. */
    ADAPTER,
    /** One file, as llama.cpp reads it. */
    GGUF
}
