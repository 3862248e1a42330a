package dev.millrace.tokenizer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

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

    static Stream<Arguments> hostile() {
        int length = 2_000_000;
        return Stream.of(
                argumentSet("one word", "a".repeat(length)),
                argumentSet("one number", "1".repeat(length)),
                argumentSet("one run of signs", "=-".repeat(length / 2)),
                argumentSet("one run of spaces", " ".repeat(length)),
                argumentSet("spaces before a word", " ".repeat(length) + "a"),
                argumentSet("line feeds and spaces", "\n \t".repeat(length / 3)),
                argumentSet("apostrophes", "'s'".repeat(length / 3)),
                argumentSet("pairs of surrogates", "\uD835\uDD38".repeat(length / 2)),
                argumentSet("combining marks", "e" + "\u0301".repeat(length)),
                argumentSet("no word twice", letters(length)));
    }

    private static String letters(int length) {
        Random random = new Random(5);
        return random.ints(length, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** The work of a merge is that of the pieces it touches, so no piece may be long. */
    @ParameterizedTest
    @MethodSource("hostile")
    void aTextWithoutWordsIsCountedInShortPiecesOfWholeCharacters(String text) {
        BytePairTrainer trainer = new BytePairTrainer();
        trainer.add(text);

        assertThat(trainer.longest()).isBetween(1, 256);
        assertThat(new String(trainer.train(SPECIAL, 300).toTokenizerJson(), StandardCharsets.UTF_8))
                .contains("merges");
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
