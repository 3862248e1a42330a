package dev.millrace.tokenizer;

import java.io.IOException;
import java.nio.file.Path;

/** Turns a part of a GGUF file into files of a Hugging Face directory. */
@FunctionalInterface
public interface GgufConversion {
    /** @param directory exists */
    void convert(Path file, Path directory) throws IOException;
}
