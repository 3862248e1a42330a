package dev.millrace.gateway.chat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StopWordsTest {
    private final List<String> told = new ArrayList<>();

    @Test
    void endsAtAStopThatIsSpreadOverPieces() {
        StopWords words = new StopWords(List.of("END"), listener());

        assertThat(words.accept("one E")).isTrue();
        assertThat(words.accept("N")).isTrue();
        assertThat(words.accept("D two")).isFalse();

        assertThat(String.join("", told)).isEqualTo("one ");
        assertThat(words.stopped()).isTrue();
    }

    @Test
    void handsOnWhatOnlyLookedLikeAStop() {
        StopWords words = new StopWords(List.of("END"), listener());

        words.accept("one EN");
        words.accept("ough");
        words.finish();

        assertThat(String.join("", told)).isEqualTo("one ENough");
        assertThat(words.stopped()).isFalse();
    }

    @Test
    void endsAtTheFirstOfSeveral() {
        StopWords words = new StopWords(List.of("c", "b"), listener());

        words.accept("abc");

        assertThat(String.join("", told)).isEqualTo("a");
    }

    private ChatModel.Listener listener() {
        return new ChatModel.Listener() {
            @Override
            public void accepted() {}

            @Override
            public boolean wanted() {
                return true;
            }

            @Override
            public void text(String piece) {
                told.add(piece);
            }
        };
    }
}
