package dev.millrace.text.duplicate;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DuplicateNormaliserTest {
    @Test
    void caseWidthAndWhiteSpaceMakeNoDifference() {
        assertThat(DuplicateNormaliser.normalise("  The \u00A0 Ｌock\n\nKeeper ﬁnds "))
                .isEqualTo("the lock keeper finds");
    }

    @Test
    void howTheTextIsCutMakesNoDifference() {
        assertThat(DuplicateNormaliser.fingerprint("c", List.of("One two", "", "three")))
                .isEqualTo(DuplicateNormaliser.fingerprint("c", List.of("one", "TWO THREE")));
    }

    @Test
    void otherWordsAndOtherCollectionsDiffer() {
        String one = DuplicateNormaliser.fingerprint("c", List.of("one two"));
        assertThat(one).startsWith("c/n1/");
        assertThat(DuplicateNormaliser.fingerprint("c", List.of("onetwo"))).isNotEqualTo(one);
        assertThat(DuplicateNormaliser.fingerprint("d", List.of("one two"))).isNotEqualTo(one);
    }

    @Test
    void theFingerprintOfAVersionIsPinned() {
        assertThat(DuplicateNormaliser.fingerprint("c", List.of("Millrace turns documents into models.")))
                .isEqualTo("c/n1/4013fa7856e5211a2e0ff1d19797c9f60807b12edd46cc0aa37752ef98335dc5");
    }
}
