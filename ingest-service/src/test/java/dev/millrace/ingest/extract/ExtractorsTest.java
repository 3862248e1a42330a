package dev.millrace.ingest.extract;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.text.Block;
import dev.millrace.contracts.text.StructuredText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFStyle;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTStyle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

class ExtractorsTest {
    private final Extractors extractors = new Extractors();

    @Test
    void markdownKeepsHeadingsListsTablesAndCode() {
        String text = """
                ---
                title: "Leave: the rules"
                ---
                # Leave

                Ask **early**.

                - paid
                  - whole days
                - unpaid

                | Kind | Days |
                |------|------|
                | paid | 28   |

                ```
                  leave --ask
                ```
                """;

        assertThat(found("leave.md", text))
                .containsExactly(
                        "HEADING 1 Leave",
                        "PARAGRAPH 0 Ask early.",
                        "LIST_ITEM 1 paid",
                        "LIST_ITEM 2 whole days",
                        "LIST_ITEM 1 unpaid",
                        "TABLE 0 Kind | Days\npaid | 28",
                        "CODE 0   leave --ask");
        assertThat(extract("leave.md", text).text().title()).isEqualTo("Leave: the rules");
    }

    @Test
    void htmlKeepsStructureAndTheRegionsOfThePage() {
        String text =
                "<!doctype html><html><head><title>Leave</title><script>x()</script></head><body><nav><a>Home</a></nav>"
                        + "<h1>Leave</h1><p>Ask <b>early</b>.</p><ul><li>paid<ul><li>whole days</li></ul></li></ul>"
                        + "<table><tr><th>Kind</th><th>Days</th></tr><tr><td>paid</td><td><table><tr><td>28</td></tr></table>"
                        + "</td></tr></table><pre>  leave --ask</pre></body></html>";

        assertThat(found("leave.txt", text))
                .containsExactly(
                        "PARAGRAPH 0 Home",
                        "HEADING 1 Leave",
                        "PARAGRAPH 0 Ask early.",
                        "LIST_ITEM 1 paid",
                        "LIST_ITEM 2 whole days",
                        "TABLE 0 Kind | Days\npaid | 28",
                        "CODE 0   leave --ask");
        assertThat(extract("leave.txt", text).mediaType()).isEqualTo("text/html");
        assertThat(extract("leave.txt", text).text().blocks().getFirst().region())
                .isEqualTo("navigation");
    }

    @Test
    void plainTextIsParagraphsBetweenBlankLines() {
        assertThat(found(null, "One\ntwo\n\n  \nthree\n")).containsExactly("PARAGRAPH 0 One\ntwo", "PARAGRAPH 0 three");
        assertThat(found(null, "\r\n\r\nOne\r\ntwo\r\r \t\rthree"))
                .containsExactly("PARAGRAPH 0 One\ntwo", "PARAGRAPH 0 three");
    }

    /** As large as a document may be, and more than its text may be: that is known before memory is taken for it. */
    @ParameterizedTest
    @ValueSource(strings = {"a.txt", "a.md", "a.csv", "a.jsonl", "a.html"})
    void oneLineOfAHundredMillionBytesIsRefused(String name) {
        byte[] line = new byte[100_000_000];
        Arrays.fill(line, (byte) 'x');
        byte[] begin = utf8(name.endsWith("html") ? "<html><p>" : "");
        System.arraycopy(begin, 0, line, 0, begin.length);

        assertThat(code(line, name)).isEqualTo(ErrorCode.EXTRACTION_LIMIT);
    }

    @Test
    void aPdfKeepsItsPages() throws IOException {
        List<Block> blocks = extract(pdf("First page.", "Second page."), "x.txt", "text/plain")
                .text()
                .blocks();

        assertThat(blocks).extracting(Block::text).containsExactly("First page.", "Second page.");
        assertThat(blocks).extracting(Block::page).containsExactly(1, 2);
    }

    @Test
    void aWordDocumentKeepsHeadingsAndTables() throws IOException {
        Extracted found = extract(docx(), "notes.md", "text/markdown");

        assertThat(found.mediaType()).endsWith("wordprocessingml.document");
        assertThat(told(found)).containsExactly("HEADING 1 Leave", "PARAGRAPH 0 Ask early.", "TABLE 0 paid | 28");
    }

    @Test
    void csvRowsAreNumberedByLineAndColumnsWithoutANameGetOne() {
        Extracted found = extract("qa.csv", "question,answer,,answer\n\"a\nb\",c,d,e\n\nf,g\n");

        assertThat(found.text().rows())
                .extracting(row -> row.number() + " " + row.value())
                .containsExactly(
                        "2 {\"question\":\"a\\nb\",\"answer\":\"c\",\"#3\":\"d\",\"answer#4\":\"e\"}",
                        "5 {\"question\":\"f\",\"answer\":\"g\"}");
        assertThat(extract("qa.csv", "a;b\n1;2\n").text().rows().getFirst().value())
                .hasToString("{\"a\":\"1\",\"b\":\"2\"}");
    }

    @Test
    void jsonLinesAreKnownWithoutAName() {
        Extracted found = extract(null, "{\"a\":1}\n\n{\"b\":\"\\u00e9\"}\n");

        assertThat(found.mediaType()).isEqualTo("application/jsonl");
        assertThat(found.text().rows()).extracting(row -> row.number()).containsExactly(1, 3);
    }

    @Test
    void notesThatBeginLikeSomethingElseAreStillText() {
        assertThat(extract("notes.txt", "Subject: lunch\nFrom: me\n\nWe meet at noon.")
                        .mediaType())
                .isEqualTo("text/plain");
        assertThat(extract("run.txt", "#!/bin/sh\necho hello").mediaType()).isEqualTo("text/plain");
        assertThat(extract("page.md", "<h1>Title</h1>\n\nSome *text*.").mediaType())
                .isEqualTo("text/markdown");
    }

    @Test
    void halfASurrogatePairIsReplacedWhereTextIsReadAndRefusedInARow() {
        assertThat(told(extract("a.html", "<html><p>a&#xD800;b</p></html>")))
                .hasSize(1)
                .allSatisfy(text -> assertThat(text)
                        .isEqualTo(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)));
        assertThat(code(utf8("{\"a\":\"\\ud800\"}"), "a.jsonl")).isEqualTo(ErrorCode.DOCUMENT_UNREADABLE);
    }

    static Stream<Arguments> unreadable() throws IOException {
        byte[] pdf = pdf("text");
        return Stream.of(
                argumentSet("blank", utf8(" \n \n"), "a.txt", ErrorCode.DOCUMENT_WITHOUT_TEXT),
                argumentSet(
                        "front matter alone", utf8("---\ntitle: x\n---\n"), "a.md", ErrorCode.DOCUMENT_WITHOUT_TEXT),
                argumentSet("header alone", utf8("a,b\n"), "a.csv", ErrorCode.DOCUMENT_WITHOUT_TEXT),
                argumentSet("NULs", utf8("a\0b\0c\0"), "a.txt", ErrorCode.MEDIA_TYPE_UNSUPPORTED),
                argumentSet("picture", utf8("\u0000\u0000\u0001\u0000icon"), "a.txt", ErrorCode.MEDIA_TYPE_UNSUPPORTED),
                argumentSet("cut PDF", Arrays.copyOf(pdf, 40), "a.pdf", ErrorCode.DOCUMENT_UNREADABLE),
                argumentSet("no JSON", utf8("{\"a\":1}\n{broken\n"), "a.jsonl", ErrorCode.DOCUMENT_UNREADABLE),
                argumentSet(
                        "nested JSON",
                        utf8("{\"a\":" + "[".repeat(5000) + "\n"),
                        "a.jsonl",
                        ErrorCode.DOCUMENT_UNREADABLE),
                argumentSet("nested quotes", utf8("> ".repeat(200_000) + "x"), "a.md", ErrorCode.EXTRACTION_LIMIT),
                argumentSet(
                        "too many rows",
                        utf8("{}\n".repeat(Rows.MOST_ROWS + 1)),
                        "a.jsonl",
                        ErrorCode.EXTRACTION_LIMIT),
                argumentSet("too much text", new byte[0], "a.txt", null));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void whatCannotBeReadHasACode(byte[] content, String name, @Nullable ErrorCode code) {
        byte[] bytes =
                content.length == 0 ? "x".repeat(Blocks.MOST_CHARACTERS + 1).getBytes(StandardCharsets.UTF_8) : content;

        assertThat(code(bytes, name)).isEqualTo(code == null ? ErrorCode.EXTRACTION_LIMIT : code);
    }

    private ErrorCode code(byte[] content, String name) {
        try {
            extract(content, name, null);
        } catch (MillraceException e) {
            return e.code();
        }
        throw new AssertionError("it was read");
    }

    @Test
    void textInOtherEncodingsIsRead() {
        byte[] latin1 = "Die Prüfung wäre für den Übertrag nötig gewesen, größer als üblich."
                .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(told(extract(latin1, "a.txt", null)).getFirst()).contains("Prüfung wäre für");
        assertThatThrownBy(() -> extract(new byte[] {1, 2, 3}, "a.txt", null)).isInstanceOf(MillraceException.class);
    }

    /** What is not stored a second time must be read as if it had been. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "One paragraph\nof two lines.\n\n \t\nAnother.\n",
                "\r\n\r\nAs one system\r\nends lines.\r\n\r\nAs another\rdoes.\r\rLast",
                "Grüße \uFFFD und \uD83D\uDE00\u2028\u0085 und \u00A0",
                "\n\n  x  "
            })
    void plainTextIsItsOwnText(String text) {
        byte[] content = utf8(text);

        assertThat(extractors.isItsOwnText("text/plain", content)).isTrue();
        assertThat(StructuredText.read(StructuredText.PLAIN, content))
                .isEqualTo(extractors.extract("text/plain", content));
    }

    @Test
    void whatOthersMightReadDifferentlyIsNotItsOwnText() {
        assertThat(extractors.isItsOwnText("text/markdown", utf8("# Leave"))).isFalse();
        assertThat(extractors.isItsOwnText("text/plain", utf8("\uFEFFmarked"))).isFalse();
        assertThat(extractors.isItsOwnText("text/plain", "später".getBytes(StandardCharsets.ISO_8859_1)))
                .isFalse();
        assertThat(extractors.isItsOwnText("text/plain", "wide".getBytes(StandardCharsets.UTF_16)))
                .isFalse();
        assertThat(extractors.isItsOwnText("text/plain", utf8(" \n\t "))).isFalse();
    }

    private List<String> found(@Nullable String name, String text) {
        return told(extract(name, text));
    }

    private record Extracted(String mediaType, StructuredText text) {}

    private Extracted extract(@Nullable String name, String text) {
        return extract(utf8(text), name, null);
    }

    private Extracted extract(byte[] content, @Nullable String name, @Nullable String declared) {
        String mediaType = extractors.mediaType(content, name, declared);
        return new Extracted(mediaType, extractors.extract(mediaType, content));
    }

    private static List<String> told(Extracted found) {
        return found.text().blocks().stream()
                .map(block -> block.kind() + " " + block.level() + " " + block.text())
                .toList();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] pdf(String... pages) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PDDocument document = new PDDocument()) {
            for (String text : pages) {
                PDPage page = new PDPage();
                document.addPage(page);
                try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                    content.beginText();
                    content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
                    content.newLineAtOffset(72, 700);
                    content.showText(text);
                    content.endText();
                }
            }
            document.save(out);
        }
        return out.toByteArray();
    }

    private static byte[] docx() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (XWPFDocument document = new XWPFDocument()) {
            CTStyle style = CTStyle.Factory.newInstance();
            style.setStyleId("Heading1");
            style.addNewName().setVal("heading 1");
            document.createStyles().addStyle(new XWPFStyle(style));
            var heading = document.createParagraph();
            heading.setStyle("Heading1");
            heading.createRun().setText("Leave");
            document.createParagraph().createRun().setText("Ask early.");
            XWPFTable table = document.createTable(1, 2);
            table.getRow(0).getCell(0).setText("paid");
            table.getRow(0).getCell(1).setText("28");
            document.write(out);
        }
        return out.toByteArray();
    }
}
