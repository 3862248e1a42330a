package dev.millrace.text.boilerplate;

import dev.millrace.contracts.text.Block;
import dev.millrace.contracts.text.BlockKind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BoilerplateTest {
    private static final String CONTENT =
            "The lock was rebuilt in the spring, and the first boat to pass it carried flour, as the first boat ever had.";

    @Test
    void theRegionsOfAPageAreItsFrame() {
        assertThat(content(
                        block(BlockKind.PARAGRAPH, "Home Visit Boats", "navigation"),
                        block(BlockKind.PARAGRAPH, CONTENT, null),
                        block(BlockKind.PARAGRAPH, CONTENT, "footer")))
                .containsExactly(1);
    }

    @Test
    void menusBreadcrumbsCookieNoticesAndFootersAreFoundWithoutRegions() {
        assertThat(content(
                        block(BlockKind.LIST_ITEM, "Home", null),
                        block(BlockKind.LIST_ITEM, "Boats", null),
                        block(BlockKind.LIST_ITEM, "Join us", null),
                        block(BlockKind.PARAGRAPH, "Home > Boats > Prices", null),
                        block(BlockKind.PARAGRAPH, "We use cookies. Accept all or change your settings.", null),
                        block(BlockKind.HEADING, "The lock", null),
                        block(BlockKind.PARAGRAPH, CONTENT, null),
                        block(BlockKind.PARAGRAPH, CONTENT, null),
                        block(BlockKind.PARAGRAPH, "\u00A9 2025 The Trust. All rights reserved.", null)))
                .containsExactly(5, 6, 7);
    }

    @Test
    void listsInTheMiddleOfThePageAreContent() {
        assertThat(content(
                        block(BlockKind.PARAGRAPH, CONTENT, null),
                        block(BlockKind.LIST_ITEM, "Flour", null),
                        block(BlockKind.LIST_ITEM, "Salt", null),
                        block(BlockKind.LIST_ITEM, "Water", null),
                        block(BlockKind.PARAGRAPH, CONTENT, null)))
                .containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void aPageThatWouldHaveNothingLeftKeepsEverything() {
        assertThat(content(
                        block(BlockKind.LIST_ITEM, "Home", null),
                        block(BlockKind.LIST_ITEM, "Boats", null),
                        block(BlockKind.LIST_ITEM, "Join us", null)))
                .containsExactly(0, 1, 2);
    }

    @Test
    void prosePassagesThatSpeakOfCookiesAreContent() {
        String essay =
                "Baking cookies is a matter of butter and patience, and nobody who allows them to cool is sorry. "
                        .repeat(12);
        assertThat(content(block(BlockKind.PARAGRAPH, essay, null), block(BlockKind.PARAGRAPH, CONTENT, null)))
                .containsExactly(0, 1);
    }

    private static Block block(BlockKind kind, String text, @Nullable String region) {
        return new Block(kind, text, kind == BlockKind.PARAGRAPH ? 0 : 1, null, region);
    }

    private static List<Integer> content(Block... blocks) {
        BitSet boilerplate = Boilerplate.find(List.of(blocks));
        List<Integer> content = new ArrayList<>();
        for (int i = 0; i < blocks.length; i++) {
            if (!boilerplate.get(i)) {
                content.add(i);
            }
        }
        return content;
    }
}
