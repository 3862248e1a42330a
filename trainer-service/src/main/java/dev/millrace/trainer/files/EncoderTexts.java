package dev.millrace.trainer.files;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.encoder.MaskedTokens;
import dev.millrace.tokenizer.Tokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How text becomes tokens for a model that reads from both sides.
 *
 * @param tokenizer a Hugging Face {@code tokenizer.json}
 * @param base directory of the base model
 */
public record EncoderTexts(Path tokenizer, Path base) {
    /** Small files that travel with a base model when it has them. */
    private static final List<String> OF_BASE = List.of(
            ModelTexts.TOKENIZER_CONFIG,
            "special_tokens_map.json",
            "added_tokens.json",
            "vocab.txt",
            "LICENSE",
            "LICENSE.txt",
            "LICENSE.md",
            "NOTICE");

    /** @throws MillraceException TOKENIZER_INVALID when it has none of BERT's tokens */
    public MaskedTokens.Tokens tokens() {
        try (Tokenizer opened = Tokenizer.load(tokenizer)) {
            return new MaskedTokens.Tokens(
                    id(opened, "[CLS]"), id(opened, "[SEP]"), id(opened, "[MASK]"), opened.special());
        }
    }

    private static int id(Tokenizer tokenizer, String token) {
        return tokenizer
                .idOf(token)
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.TOKENIZER_INVALID, "the tokeniser has no " + token + ", by which words are hidden"));
    }

    /** Adds the files to a directory that holds configuration and weights. */
    public void write(Path directory) {
        Folder.copy(tokenizer, directory.resolve(ModelTexts.TOKENIZER));
        OF_BASE.stream()
                .map(base::resolve)
                .filter(Files::isRegularFile)
                .forEach(file -> Folder.copy(file, directory.resolve(file.getFileName())));
    }
}
