package dev.millrace.ingest.extract;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.text.StructuredText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Comma- or tab-separated values (RFC 4180) whose first line names the columns: one row a record, numbered by the line it begins in. A column
 * without a name, or with that of an earlier one, gets one of its own; semicolons in place of commas are understood.
 */
final class CsvExtractor implements TextExtractor {
    private final String mediaType;
    private final char delimiter;

    CsvExtractor(String mediaType, char delimiter) {
        this.mediaType = mediaType;
        this.delimiter = delimiter;
    }

    @Override
    public Set<String> mediaTypes() {
        return Set.of(mediaType);
    }

    @Override
    public StructuredText extract(byte[] content) {
        String text = Charsets.decode(content);
        Rows rows = new Rows();
        try (CSVParser parser = CSVParser.parse(text, format(text))) {
            List<String> columns = List.of();
            List<String> lines = text.lines().toList();
            int line = 1;
            for (CSVRecord each : parser) {
                if (each.getRecordNumber() == 1) {
                    columns = names(each);
                } else {
                    rows.add(begin(lines, line), row(columns, each));
                }
                line = Math.toIntExact(parser.getCurrentLineNumber()) + 1;
            }
        } catch (IOException | UncheckedIOException | IllegalArgumentException | IllegalStateException e) {
            throw new MillraceException(ErrorCode.DOCUMENT_UNREADABLE, "the table cannot be parsed", e);
        }
        return rows.finish();
    }

    /** The parser passes over empty lines without a word. */
    private static int begin(List<String> lines, int from) {
        int line = from;
        while (line < lines.size() && lines.get(line - 1).isEmpty()) {
            line++;
        }
        return line;
    }

    private CSVFormat format(String text) {
        String first = text.lines().findFirst().orElse("");
        boolean semicolons = delimiter == ',' && !first.contains(",") && first.contains(";");
        return CSVFormat.RFC4180
                .builder()
                .setDelimiter(semicolons ? ';' : delimiter)
                .setIgnoreEmptyLines(true)
                .setTrim(true)
                .get();
    }

    private static List<String> names(CSVRecord header) {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i);
            boolean taken = name.isEmpty() || names.contains(name);
            names.add(taken ? name + "#" + (i + 1) : name);
        }
        return List.copyOf(names);
    }

    private static ObjectNode row(List<String> columns, CSVRecord each) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < Math.min(columns.size(), each.size()); i++) {
            row.put(columns.get(i), each.get(i));
        }
        return row;
    }
}
