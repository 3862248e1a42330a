package dev.millrace.formatting.example;

import dev.millrace.contracts.Check;
import dev.millrace.contracts.text.Block;
import dev.millrace.contracts.text.BlockKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ChunkerTest {
    private static final List<String> WORDS = List.of(
            "mill", "Wheel.", "水車", "🌾🌾", "a", "e\u0301\u0302", "stone;", "\t", "  ", "\n", "Ende!", "x".repeat(40));

    @Test
    void aShortDocumentIsOnePiece() {
        List<String> chunks = Chunker.chunks(
                List.of(
                        heading(1, "Leave"),
                        paragraph("All have leave."),
                        item(1, "Ask."),
                        item(2, "Wait."),
                        paragraph("Go.")),
                1000);

        assertThat(chunks).containsExactly("# Leave\n\nAll have leave.\n- Ask.\n  - Wait.\n\nGo.");
    }

    @Test
    void aPieceEndsBetweenBlocks() {
        List<String> chunks = Chunker.chunks(List.of(paragraph("a".repeat(30)), paragraph("b".repeat(30))), 50);

        assertThat(chunks).containsExactly("a".repeat(30), "b".repeat(30));
    }

    @Test
    void aHeadingGoesWithWhatItIsTheHeadingOf() {
        List<String> chunks = Chunker.chunks(
                List.of(
                        paragraph("a".repeat(40)),
                        heading(1, "Part"),
                        heading(2, "Section"),
                        paragraph("b".repeat(20))),
                50);

        assertThat(chunks).containsExactly("a".repeat(40), "# Part\n\n## Section\n\n" + "b".repeat(20));
    }

    @Test
    void aHeadingAtTheEndIsNotLost() {
        assertThat(Chunker.chunks(List.of(paragraph("Text."), heading(2, "Nothing follows")), 100))
                .containsExactly("Text.\n\n## Nothing follows");
    }

    @Test
    void aLongHeadingStaysInFrontOfItsLongText() {
        List<String> chunks = Chunker.chunks(
                List.of(heading(1, "Rules"), paragraph("One rule. ".repeat(30).strip())), 100);

        assertThat(chunks.getFirst()).startsWith("# Rules\n\nOne rule. One rule.");
        assertThat(chunks).allSatisfy(chunk -> assertThat(chunk).endsWith("rule."));
    }

    @Test
    void aLongParagraphIsCutBetweenSentencesElseBetweenWordsElseBetweenCharacters() {
        String sentences = "The wheel turns slowly. ".repeat(20).strip();
        String words = "wheel ".repeat(60).strip();
        String characters = "e\u0301".repeat(90);

        assertThat(Chunker.chunks(List.of(paragraph(sentences)), 100))
                .allSatisfy(chunk -> assertThat(chunk).endsWith("slowly."));
        assertThat(Chunker.chunks(List.of(paragraph(words)), 100))
                .allSatisfy(chunk -> assertThat(chunk).startsWith("wheel").endsWith("wheel"));
        assertThat(Chunker.chunks(List.of(paragraph(characters)), 101))
                .allSatisfy(chunk -> assertThat(chunk).startsWith("e").endsWith("\u0301"));
    }

    @Test
    void linesOfCodeAndTablesStayWholeAndCodeKeepsItsIndentation() {
        String code = "def turn(wheel):\n    wheel.turn()\n\n    return wheel. Now\n"
                .repeat(10)
                .strip();

        List<String> chunks = Chunker.chunks(List.of(new Block(BlockKind.CODE, code, 0, null, null)), 120);

        assertThat(chunks).hasSizeGreaterThan(3);
        assertThat(chunks.stream().flatMap(String::lines).filter(line -> !line.isBlank()))
                .containsExactlyElementsOf(
                        code.lines().filter(line -> !line.isBlank()).toList());
    }

    @Test
    void blocksWithoutTextMakeNoPiece() {
        assertThat(Chunker.chunks(List.of(paragraph(""), paragraph(" \n ")), 100))
                .isEmpty();
        assertThat(Chunker.chunks(List.of(), 100)).isEmpty();
        assertThat(Chunker.chunks(List.of(paragraph("a"), paragraph(" "), paragraph("b")), 100))
                .containsExactly("a\n\nb");
    }

    /** Whatever the document: no piece too long or empty, no character lost, doubled, split or out of order. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 20, 200, 1000})
    void nothingIsLostOrDoubled(int limit) {
        for (int seed = 0; seed < 200; seed++) {
            List<Block> blocks = blocks(new Random(seed));

            List<String> chunks = Chunker.chunks(blocks, limit);

            assertThat(chunks).as("seed " + seed).allSatisfy(chunk -> {
                assertThat(chunk).isNotBlank();
                assertThat(chunk.length()).isLessThanOrEqualTo(Math.max(2, limit));
                assertThat(Check.isUnicode(chunk)).isTrue();
            });
            assertThat(withoutSpace(String.join("", chunks)))
                    .as("seed " + seed)
                    .isEqualTo(blocks.stream().map(ChunkerTest::expected).collect(Collectors.joining()));
        }
    }

    private static List<Block> blocks(Random random) {
        List<Block> blocks = new ArrayList<>();
        BlockKind[] kinds = BlockKind.values();
        for (int i = random.nextInt(12); i >= 0; i--) {
            String text = IntStream.range(0, random.nextInt(60))
                    .mapToObj(j -> WORDS.get(random.nextInt(WORDS.size())) + (random.nextInt(4) == 0 ? "" : " "))
                    .collect(Collectors.joining());
            blocks.add(new Block(kinds[random.nextInt(kinds.length)], text, random.nextInt(4), null, null));
        }
        return blocks;
    }

    private static String expected(Block block) {
        String mark = switch (block.kind()) {
            case HEADING -> "#".repeat(Math.max(1, block.level()));
            case LIST_ITEM -> "-";
            case PARAGRAPH, TABLE, CODE -> "";
        };
        return mark + withoutSpace(block.text());
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s", "");
    }

    private static Block paragraph(String text) {
        return new Block(BlockKind.PARAGRAPH, text, 0, null, null);
    }

    private static Block heading(int level, String text) {
        return new Block(BlockKind.HEADING, text, level, null, null);
    }

    private static Block item(int level, String text) {
        return new Block(BlockKind.LIST_ITEM, text, level, null, null);
    }
}
