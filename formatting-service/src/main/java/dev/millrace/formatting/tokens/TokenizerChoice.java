package dev.millrace.formatting.tokens;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.contracts.recipe.TrainingRecipe;
import dev.millrace.contracts.text.Example;
import dev.millrace.contracts.text.Message;
import dev.millrace.contracts.text.Passage;
import dev.millrace.contracts.text.Preference;
import dev.millrace.formatting.seal.Split;
import dev.millrace.tokenizer.BaseModel;
import dev.millrace.tokenizer.BaseModels;
import dev.millrace.tokenizer.BytePairTrainer;
import dev.millrace.tokenizer.ChatTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/**
 * The tokeniser and the template of a run: the base model's, or ones of our own where there is no base.
 *
 * @param json the {@code tokenizer.json}
 */
record TokenizerChoice(byte[] json, ChatTemplate template) {
    private static final String END_OF_TEXT = "<|endoftext|>";
    private static final List<String> SPECIAL = List.of(END_OF_TEXT, "<|im_start|>", "<|im_end|>");
    /** Names under which models know the token that ends running text, the likelier first. */
    private static final List<String> ENDS =
            List.of(END_OF_TEXT, "<|end_of_text|>", "</s>", "<eos>", "<|im_end|>", "<|eot_id|>", "[SEP]");

    static TokenizerChoice of(Recipe recipe, ExampleSource examples, BaseModels baseModels) {
        String own = recipe.formatting().template();
        if (recipe.training().base().equals(TrainingRecipe.FROM_SCRATCH)) {
            ChatTemplate template = own == null ? ChatTemplate.chatMl() : new ChatTemplate(own, Map.of());
            return new TokenizerChoice(train(examples, recipe.formatting().vocabularySize()), template);
        }
        BaseModel base = baseModels.resolve(recipe.training().base());
        try {
            byte[] json = Files.readAllBytes(base.tokenizerFile());
            return new TokenizerChoice(json, own == null ? base.template() : new ChatTemplate(own, Map.of()));
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.BASE_MODEL_UNAVAILABLE, "the base model's tokeniser cannot be read", e);
        }
    }

    /** Learns from what the model learns from, and from nothing that is held out. */
    private static byte[] train(ExampleSource examples, int vocabularySize) {
        BytePairTrainer trainer = new BytePairTrainer();
        examples.forEach((side, row, example) -> {
            if (side.equals(Split.TRAIN)) {
                add(example, trainer);
            }
        });
        return trainer.train(SPECIAL, vocabularySize).toTokenizerJson();
    }

    private static void add(Example example, BytePairTrainer trainer) {
        if (example.text() != null) {
            trainer.add(example.text());
        }
        example.messages().stream().map(Message::content).forEach(trainer::add);
        if (example.related() != null) {
            example.related().forEach(trainer::add);
        }
        Preference preference = example.preference();
        if (preference != null) {
            preference.prompt().texts().forEach(trainer::add);
            preference.answers().stream().flatMap(Passage::texts).forEach(trainer::add);
        }
    }

    static int endOfText(dev.millrace.tokenizer.Tokenizer tokenizer) {
        return ENDS.stream()
                .flatMap(name -> tokenizer.idOf(name).stream())
                .findFirst()
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.TOKENIZER_INVALID, "the tokeniser has no token that ends a text"));
    }
}
