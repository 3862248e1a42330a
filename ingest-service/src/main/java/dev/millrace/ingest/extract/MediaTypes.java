package dev.millrace.ingest.extract;

import dev.millrace.contracts.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.tika.Tika;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MediaTypeRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Tells a document's type. Formats with a signature are told by their bytes alone, whatever the name says; plain text has none, so there the
 * name and the declared type may choose between kinds of text.
 */
final class MediaTypes {
    private static final int SAMPLE = 64 << 10;
    private static final Map<String, String> TEXT_BY_EXTENSION = Map.of(
            "md", "text/markdown",
            "markdown", "text/markdown",
            "csv", "text/csv",
            "tsv", "text/tab-separated-values",
            "jsonl", JsonLinesExtractor.MEDIA_TYPE,
            "ndjson", JsonLinesExtractor.MEDIA_TYPE);
    private static final Map<String, String> TEXT_BY_DECLARATION = Map.of(
            "text/markdown", "text/markdown",
            "text/csv", "text/csv",
            "text/tab-separated-values", "text/tab-separated-values",
            "application/jsonl", JsonLinesExtractor.MEDIA_TYPE,
            "application/x-ndjson", JsonLinesExtractor.MEDIA_TYPE);

    private static final String UNKNOWN = "application/octet-stream";
    private static final MediaTypeRegistry TYPES = MediaTypeRegistry.getDefaultRegistry();
    private static final MediaType RICH_TEXT = MediaType.application("rtf");
    private static final MediaType MAIL = MediaType.parse("message/rfc822");
    private static final Pattern PAGE = Pattern.compile("(?i)<(!doctype\\s+html|html|head|body)\\b");

    private final Tika tika = new Tika();

    String detect(byte[] content, @Nullable String fileName, @Nullable String declared) {
        String byContent = PlainText.isCertain(content) ? "text/plain" : plainer(byContent(content));
        if (byContent.equals(UNKNOWN) && isText(content)) {
            byContent = "text/plain";
        }
        if (byContent.equals("text/html") && isMarkdown(fileName, declared) && !isHtmlPage(content)) {
            return "text/markdown";
        }
        if (!byContent.startsWith("text/plain") && !byContent.equals("application/json")) {
            return byContent;
        }
        String byName = fileName == null ? null : TEXT_BY_EXTENSION.get(extension(fileName));
        if (byName != null) {
            return byName;
        }
        String bare = declared == null ? "" : declared.split(";", -1)[0].strip().toLowerCase(Locale.ROOT);
        String byDeclaration = TEXT_BY_DECLARATION.get(bare);
        if (byDeclaration != null) {
            return byDeclaration;
        }
        return isJsonLines(content) ? JsonLinesExtractor.MEDIA_TYPE : "text/plain";
    }

    private String byContent(byte[] content) {
        try {
            Metadata nameless = new Metadata();
            nameless.remove(TikaCoreProperties.RESOURCE_NAME_KEY);
            return tika.detect(new java.io.ByteArrayInputStream(content), nameless);
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    /** Text with many letters beyond ASCII in an older encoding looks binary to statistics, but has no control characters. */
    private static boolean isText(byte[] content) {
        boolean letters = false;
        for (int i = 0; i < Math.min(content.length, SAMPLE); i++) {
            int each = content[i] & 0xFF;
            if (each < ' ' && !Character.isWhitespace(each)) {
                return false;
            }
            letters |= Character.isLetter(each) && each < 0x80;
        }
        return letters;
    }

    /** Notes that begin like a script, a mail or a log are text all the same, unless somebody reads them better. */
    private static String plainer(String type) {
        MediaType found = MediaType.parse(type);
        boolean text = found != null
                && (found.equals(MAIL) || TYPES.isInstanceOf(found, MediaType.TEXT_PLAIN))
                && !TYPES.isInstanceOf(found, MediaType.APPLICATION_XML)
                && !found.equals(RICH_TEXT)
                && !type.equals("text/html");
        return text ? "text/plain" : type;
    }

    private static boolean isMarkdown(@Nullable String fileName, @Nullable String declared) {
        return fileName == null
                ? declared != null && declared.startsWith("text/markdown")
                : "text/markdown".equals(TEXT_BY_EXTENSION.get(extension(fileName)));
    }

    /** Markdown may begin with an element, but not with a page. */
    private static boolean isHtmlPage(byte[] content) {
        String start = new String(content, 0, Math.min(content.length, 1024), StandardCharsets.ISO_8859_1);
        return PAGE.matcher(start).find();
    }

    private static String extension(String fileName) {
        return fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static boolean isJsonLines(byte[] content) {
        int begin = 0;
        while (begin < content.length && content[begin] >= 0 && content[begin] <= ' ') {
            begin++;
        }
        // Most text begins with a letter of ours, and then it is not decoded to be told.
        if (begin < content.length && Character.isLetterOrDigit(content[begin])) {
            return false;
        }
        String sample = new String(content, 0, Math.min(content.length, SAMPLE), StandardCharsets.UTF_8);
        int end = sample.indexOf('\n');
        String first = (end < 0 ? sample : sample.substring(0, end)).strip();
        if (!first.startsWith("{")) {
            return false;
        }
        try {
            return Json.mapper().readTree(first).isObject();
        } catch (IOException e) {
            return false;
        }
    }
}
