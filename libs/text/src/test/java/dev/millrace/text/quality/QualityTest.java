package dev.millrace.text.quality;

import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeout;

class QualityTest {
    private static final String PLAIN = "the quick brown fox jumps over a lazy dog";

    @Test
    void countsWordsButNoBarePunctuation() {
        assertThat(Words.count("One, two -- three!\n(4) ... don't")).isEqualTo(5);
    }

    @Test
    void countsCharactersOfScriptsWithoutSpaces() {
        assertThat(Words.count("日本語 text ひらがな")).isEqualTo(8);
    }

    @Test
    void measuresTheShareOfLetters() {
        assertThat(Letters.share("ab 12")).isEqualTo(0.5);
        assertThat(Letters.share("")).isEqualTo(1);
    }

    @Test
    void measuresTheShareOfRepeatedLines() {
        assertThat(Repetition.duplicateLineShare("a\nb\n\na\n a \nc")).isCloseTo(0.4, within(1e-9));
        assertThat(Repetition.duplicateLineShare("")).isZero();
    }

    @Test
    void measuresTheShareOfRepeatedPhrasesWithoutCountingACharacterTwice() {
        assertThat(Repetition.duplicateNgramShare(PLAIN, 5)).isZero();
        assertThat(Repetition.duplicateNgramShare(PLAIN + " " + PLAIN, 5)).isCloseTo(0.5, within(1e-9));
        assertThat(Repetition.duplicateNgramShare("x ".repeat(1000), 5)).isCloseTo(0.999, within(1e-9));
    }

    @Test
    void takesTimeInProportionToTheText() {
        String text = "word ".repeat(2_000_000);
        String oneWord = "w".repeat(10_000_000);
        assertTimeout(Duration.ofSeconds(20), () -> {
            Repetition.duplicateNgramShare(text, 5);
            Repetition.duplicateNgramShare(oneWord, 5);
            Repetition.duplicateLineShare("\n".repeat(5_000_000));
            Words.count(oneWord);
        });
    }
}
