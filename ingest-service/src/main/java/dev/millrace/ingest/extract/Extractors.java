package dev.millrace.ingest.extract;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.text.StructuredText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.tika.parser.microsoft.ooxml.OOXMLParser;
import org.apache.tika.parser.pdf.PDFParser;
import org.jspecify.annotations.Nullable;

/** All formats that are read; a new one is one class and one line here. */
public final class Extractors {
    private final MediaTypes types = new MediaTypes();
    private final Map<String, TextExtractor> byType = new HashMap<>();

    public Extractors() {
        List.of(
                        new PlainTextExtractor(),
                        new MarkdownExtractor(),
                        new HtmlExtractor(),
                        new OfficeExtractor(Set.of("application/pdf"), new PDFParser()),
                        new OfficeExtractor(
                                Set.of("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
                                new OOXMLParser()),
                        new CsvExtractor("text/csv", ','),
                        new CsvExtractor("text/tab-separated-values", '\t'),
                        new JsonLinesExtractor())
                .forEach(extractor -> extractor.mediaTypes().forEach(type -> byType.put(type, extractor)));
    }

    /**
     * The type of a document's bytes.
     *
     * @param fileName and {@code declaredType} are hints where the content alone cannot tell
     */
    public String mediaType(byte[] content, @Nullable String fileName, @Nullable String declaredType) {
        return types.detect(content, fileName, declaredType);
    }

    /** Whether the bytes are the text themselves, as {@link StructuredText#PLAIN} says; then nothing is to be extracted. */
    public boolean isItsOwnText(String mediaType, byte[] content) {
        return mediaType.equals("text/plain") && Charsets.isPlainUtf8(content);
    }

    /** @throws MillraceException {@link ErrorCode#MEDIA_TYPE_UNSUPPORTED} or a code of the extractor */
    public StructuredText extract(String mediaType, byte[] content) {
        TextExtractor extractor = byType.get(mediaType);
        if (extractor == null) {
            throw new MillraceException(ErrorCode.MEDIA_TYPE_UNSUPPORTED, "no extractor takes " + mediaType);
        }
        try {
            return extractor.extract(content);
        } catch (StackOverflowError e) {
            throw new MillraceException(ErrorCode.EXTRACTION_LIMIT, "the document is nested too deeply", e);
        }
    }
}
