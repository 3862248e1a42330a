package dev.millrace.ingest.extract;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class MediaTypesTest {
    private static final String PROSE = " is how these notes begin.\nThey go on for a while,\nand say nothing more.\n";

    private final MediaTypes types = new MediaTypes();

    @ParameterizedTest
    @ValueSource(
            strings = {"MATLAB", "GIF89a", "MZ", "PAR1", "CWS", "Rar!", "BZh9", "OggS", "# KDE Config File", "7z", "A"})
    void wordsThatBeginLikeASignatureAreText(String word) {
        assertThat(detect(word + PROSE)).isEqualTo("text/plain");
        assertThat(detect("\uFEFF\n" + word + PROSE)).isEqualTo("text/plain");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "<html><body>x</body></html>, text/html",
                "`\n  <!DOCTYPE html>\n<p>x`, text/html",
                "`<?xml version=\"1.0\"?>\n<a>x</a>`, application/xml",
                "`<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>`, image/svg+xml",
                "{\\rtf1 x}, application/rtf",
                "%!PS-Adobe-3.0, application/postscript",
                "%PDF-1.4, application/pdf",
                "`-----BEGIN RSA PRIVATE KEY-----\nx`, application/x-x509-key; format=pem",
                "`WARC/1.0\nWARC-Type: response`, application/warc",
                "`StartFontMetrics 2.0\nComment x`, application/x-font-adobe-metric",
                "`solid cube\nfacet normal 0 0 0`, model/x.stl-ascii",
            })
    void formatsThatAreWrittenInCharactersAreStillToldApart(String begin, String expected) {
        assertThat(detect(begin)).isEqualTo(expected);
    }

    @Test
    void aPageWithWordsBeforeItIsAPageAndMarkdownWithAnElementIsNot() {
        String page = "Copied from the wiki.\n<html><head></head><body>x</body></html>";

        assertThat(detect(page)).isEqualTo("text/html");
        assertThat(types.detect(utf8("Notes\n\n<b>bold</b> words"), "a.md", null))
                .isEqualTo("text/markdown");
    }

    @Test
    void rowsMayHoldMarkup() {
        assertThat(detect("{\"page\": \"<html><body>x</body></html>\"}\n")).isEqualTo("application/jsonl");
    }

    @Test
    void binaryPartsBehindWordsAreSeen() {
        assertThat(detect("A picture" + "\u0000\u0001\u0002\u0003".repeat(400))).isEqualTo("application/octet-stream");
        assertThat(detect("MATLAB 5.0 MAT-file" + "\u0000".repeat(40))).isEqualTo("application/x-matlab-data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"これは文書です。", "Это документ.", "١٢٣ هذا", "12,5;13\n"})
    void otherScriptsAndNumbersAreText(String text) {
        assertThat(detect(text.repeat(20))).isEqualTo("text/plain");
    }

    private String detect(String text) {
        return types.detect(utf8(text), null, null);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
