package dev.millrace.tokenizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class BytePairTrainerTest {
    private static final List<String> SPECIAL = List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>");
    private static final String TEXT =
            "The miller opens the gate, and the wheel turns. The wheel turns the stone; the stone grinds the grain.\n\n"
                    + "Größe, naïve, 水車 and 🌾 are words, too. 1234 sacks, 12 millers' wheels.";

    @TempDir
    Path folder;

    @Test
    void whatIsEncodedIsDecodedAgain() throws IOException {
        try (Tokenizer tokenizer = tokenizer(400)) {
            assertThat(tokenizer.decode(ids(tokenizer.encode(TEXT)))).isEqualTo(TEXT);
            assertThat(tokenizer.decode(ids(tokenizer.encode("unseen: Ω≈ç√")))).isEqualTo("unseen: Ω≈ç√");
        }
    }

    @Test
    void mergesMakeTextShorter() throws IOException {
        try (Tokenizer small = tokenizer(260);
                Tokenizer large = tokenizer(400)) {
            assertThat(large.encode(TEXT).length).isLessThan(small.encode(TEXT).length * 2 / 3);
            assertThat(large.vocabularySize()).isGreaterThan(280);
        }
    }

    @Test
    void specialTokensAreRecognisedAndLeftOutWhenDecoding() throws IOException {
        try (Tokenizer tokenizer = tokenizer(300)) {
            int[] encoded = tokenizer.encode("<|im_start|>hi<|im_end|>");

            assertThat(encoded[0]).isEqualTo(1);
            assertThat(encoded[encoded.length - 1]).isEqualTo(2);
            assertThat(tokenizer.decode(ids(encoded))).isEqualTo("hi");
            assertThat(tokenizer.idOf("<|im_end|>")).contains(2);
        }
    }

    @Test
    void theSameTextGivesTheSameBytesInWhateverOrderItComes() {
        BytePairTrainer one = new BytePairTrainer();
        BytePairTrainer other = new BytePairTrainer();
        List<String> lines = TEXT.lines().toList();
        lines.forEach(one::add);
        lines.reversed().forEach(other::add);

        assertThat(one.train(SPECIAL, 350).toTokenizerJson())
                .isEqualTo(other.train(SPECIAL, 350).toTokenizerJson());
    }

    @Test
    void theMostFrequentPairIsMergedFirst() {
        BytePairTrainer trainer = new BytePairTrainer();
        trainer.add("ab ab ab cd cd");

        BytePairVocabulary.Merge first = trainer.train(List.of(), 257).merges().getFirst();

        assertThat(new String(first.left(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("a");
        assertThat(new String(first.right(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("b");
    }

    @Test
    void aStreamGivesTheWholeTextAndNoHalfCharacters() throws IOException {
        try (Tokenizer tokenizer = tokenizer(300)) {
            StreamingDecoder decoder = new StreamingDecoder(tokenizer);
            StringBuilder text = new StringBuilder();
            for (int id : tokenizer.encode(TEXT)) {
                String piece = decoder.add(id);
                assertThat(piece).doesNotContain("\uFFFD");
                text.append(piece);
            }

            assertThat(text.append(decoder.finish())).hasToString(TEXT);
        }
    }

    private static List<Integer> ids(int[] ids) {
        return Arrays.stream(ids).boxed().toList();
    }

    private Tokenizer tokenizer(int size) throws IOException {
        BytePairTrainer trainer = new BytePairTrainer();
        trainer.add(TEXT);
        Path file = folder.resolve("tokenizer-" + size + ".json");
        Files.write(file, trainer.train(SPECIAL, size).toTokenizerJson());
        return Tokenizer.load(file);
    }
}
