package dev.millrace.formatting.tokens;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.storage.InMemoryObjectStore;
import dev.millrace.tokenizer.BaseModels;
import dev.millrace.tokenizer.BytePairTrainer;
import dev.millrace.tokenizer.ChatTemplate;
import dev.millrace.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TokenizerChoiceTest {
    private static final String TEXT = "The miller opens the gate, and the wheel turns the stone. ";
    private static final String OWN = "{{ messages[0].content }}";

    @TempDir
    private Path folder;

    private final InMemoryObjectStore store = new InMemoryObjectStore("bucket");

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void fromScratchATokeniserIsLearnedFromTheTrainingSplitAlone() {
        SealedDataset dataset = new SealedDataset(store);
        for (int i = 0; i < 30; i++) {
            dataset.texts("d-" + i, TEXT);
        }
        SealedDataset withSecrets = new SealedDataset(store);
        for (int i = 0; i < 30; i++) {
            withSecrets.texts("d-" + i, TEXT);
        }
        // Half of the keys are held out; this one is among them, the other is not.
        String heldOut = "8000000000000000";
        String key = keyBelow(true);
        withSecrets.texts(key, "Quillwater ".repeat(200));

        byte[] without = choose(dataset, heldOut, recipe("none", null)).json();

        assertThat(choose(withSecrets, heldOut, recipe("none", null)).json()).isEqualTo(without);
        assertThat(choose(withSecrets.texts(keyBelow(false), "Quillwater ".repeat(200)), heldOut, recipe("none", null))
                        .json())
                .isNotEqualTo(without);
    }

    private static String keyBelow(boolean below) {
        for (int i = 0; ; i++) {
            String side = dev.millrace.formatting.seal.Split.parse("c", "8000000000000000", "8000000000000000")
                    .side("key-" + i);
            if (side.equals("test") == below) {
                return "key-" + i;
            }
        }
    }

    @Test
    void fromScratchTheTemplateIsChatMlOrTheCollectionsOwn() {
        SealedDataset dataset = new SealedDataset(store).texts("d", TEXT);

        assertThat(choose(dataset, "0", recipe("none", null)).template().source())
                .isEqualTo(ChatTemplate.CHATML);
        assertThat(choose(dataset, "0", recipe("none", OWN)).template().source())
                .isEqualTo(OWN);
    }

    @Test
    void aBaseModelBringsItsTokeniserAndItsTemplateUnlessTheCollectionHasItsOwn() throws IOException {
        SealedDataset dataset = new SealedDataset(store).texts("d", TEXT);
        byte[] tokenizer = new BytePairTrainer().train(List.of("</s>"), 300).toTokenizerJson();
        Files.write(folder.resolve("tokenizer.json"), tokenizer);
        Files.writeString(folder.resolve("config.json"), "{}");
        Files.writeString(folder.resolve("chat_template.jinja"), "{{ bos_token }}");

        TokenizerChoice choice = choose(dataset, "0", recipe(folder.toString(), null));

        assertThat(choice.json()).isEqualTo(tokenizer);
        assertThat(choice.template().source()).isEqualTo("{{ bos_token }}");
        assertThat(choose(dataset, "0", recipe(folder.toString(), OWN))
                        .template()
                        .source())
                .isEqualTo(OWN);
    }

    @Test
    void aBaseModelThatIsNotThereIsAnError() {
        SealedDataset dataset = new SealedDataset(store).texts("d", TEXT);

        assertThatThrownBy(() -> choose(dataset, "0", recipe("/nowhere/at/all", null)))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BASE_MODEL_UNAVAILABLE));
    }

    @Test
    void theTokenThatEndsATextIsTheLikeliestThereIs() throws IOException {
        assertThat(endOfText("</s>", "<|im_end|>")).isEqualTo("</s>");
        assertThat(endOfText("<|im_end|>", "<|endoftext|>")).isEqualTo("<|endoftext|>");
        assertThatThrownBy(() -> endOfText("<|other|>"))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOKENIZER_INVALID));
    }

    private String endOfText(String... special) throws IOException {
        Path file = Files.createTempFile(folder, "tokenizer", ".json");
        Files.write(file, new BytePairTrainer().train(List.of(special), 300).toTokenizerJson());
        try (Tokenizer tokenizer = Tokenizer.load(file)) {
            return special[TokenizerChoice.endOfText(tokenizer)];
        }
    }

    private TokenizerChoice choose(SealedDataset dataset, String heldOut, Recipe recipe) {
        return TokenizerChoice.of(
                recipe, dataset.source(dataset.manifest(heldOut, heldOut)), BaseModels.ofEnvironment(folder));
    }

    private static Recipe recipe(String base, @Nullable String template) {
        Map<String, Object> formatting = new HashMap<>(Map.of("vocabularySize", 400));
        if (template != null) {
            formatting.put("template", template);
        }
        return Recipe.parse(Json.write(Map.of("formatting", formatting, "training", Map.of("base", base))));
    }
}
