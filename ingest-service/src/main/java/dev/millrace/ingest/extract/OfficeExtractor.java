package dev.millrace.ingest.extract;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.text.StructuredText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Set;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.exception.ZeroByteFileException;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.sax.SecureContentHandler;
import org.xml.sax.SAXException;

/** Formats that Apache Tika parses into XHTML. Embedded files are left alone, external entities are never resolved. */
final class OfficeExtractor implements TextExtractor {
    private final Set<String> mediaTypes;
    private final Parser parser;

    OfficeExtractor(Set<String> mediaTypes, Parser parser) {
        this.mediaTypes = Set.copyOf(mediaTypes);
        this.parser = parser;
    }

    @Override
    public Set<String> mediaTypes() {
        return mediaTypes;
    }

    @Override
    public StructuredText extract(byte[] content) {
        XhtmlBlocks handler = new XhtmlBlocks();
        Metadata metadata = new Metadata();
        try (TikaInputStream stream = TikaInputStream.get(new ByteArrayInputStream(content))) {
            SecureContentHandler guard = new SecureContentHandler(handler, stream);
            parser.parse(stream, guard, metadata, new ParseContext());
        } catch (EncryptedDocumentException e) {
            throw new MillraceException(ErrorCode.DOCUMENT_ENCRYPTED, "the document is encrypted", e);
        } catch (ZeroByteFileException e) {
            throw new MillraceException(ErrorCode.CONTENT_EMPTY, "the document is empty", e);
        } catch (SAXException | TikaException | IOException e) {
            throw failure(e);
        } catch (RuntimeException | StackOverflowError e) {
            throw e instanceof MillraceException known ? known : unreadable(e);
        }
        return handler.finish(metadata.get(TikaCoreProperties.TITLE));
    }

    private static MillraceException failure(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof MillraceException known) {
                return known;
            }
            String name = cause.getClass().getSimpleName();
            if (name.contains("ZipBomb") || name.contains("SecureSAX") || name.contains("WriteLimit")) {
                return new MillraceException(ErrorCode.EXTRACTION_LIMIT, "the document unpacks to too much", e);
            }
            if (name.contains("Encrypt") || name.contains("Password")) {
                return new MillraceException(ErrorCode.DOCUMENT_ENCRYPTED, "the document is encrypted", e);
            }
        }
        return unreadable(e);
    }

    private static MillraceException unreadable(Throwable e) {
        return new MillraceException(ErrorCode.DOCUMENT_UNREADABLE, "the document cannot be parsed", e);
    }
}
