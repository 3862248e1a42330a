package dev.millrace.ingest.extract;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.text.Row;
import dev.millrace.contracts.text.StructuredText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Comma- or tab-separated values (RFC 4180) whose first line names the columns: one row a record. */
final class CsvExtractor implements TextExtractor {
    private final String mediaType;
    private final CSVFormat format;

    CsvExtractor(String mediaType, char delimiter) {
        this.mediaType = mediaType;
        this.format = CSVFormat.RFC4180
                .builder()
                .setDelimiter(delimiter)
                .setHeader()
                .setSkipHeaderRecord(true)
                .setIgnoreEmptyLines(true)
                .setTrim(true)
                .get();
    }

    @Override
    public Set<String> mediaTypes() {
        return Set.of(mediaType);
    }

    @Override
    public StructuredText extract(byte[] content) {
        List<Row> rows = new ArrayList<>();
        try (CSVParser parser = CSVParser.parse(Charsets.decode(content), format)) {
            List<String> columns = parser.getHeaderNames();
            for (CSVRecord each : parser) {
                rows.add(new Row(rows.size() + 1, row(columns, each)));
            }
        } catch (IOException | UncheckedIOException | IllegalArgumentException | IllegalStateException e) {
            throw new MillraceException(ErrorCode.DOCUMENT_UNREADABLE, "the table cannot be parsed", e);
        }
        if (rows.isEmpty()) {
            throw new MillraceException(ErrorCode.DOCUMENT_WITHOUT_TEXT, "the table has no row");
        }
        return new StructuredText(null, List.of(), rows);
    }

    private static ObjectNode row(List<String> columns, CSVRecord each) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < Math.min(columns.size(), each.size()); i++) {
            row.put(columns.get(i), each.get(i));
        }
        return row;
    }
}
