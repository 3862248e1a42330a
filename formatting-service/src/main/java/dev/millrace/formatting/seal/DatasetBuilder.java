package dev.millrace.formatting.seal;

import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.event.DocumentFormatted;
import dev.millrace.contracts.manifest.DatasetManifest;
import dev.millrace.contracts.manifest.DatasetRow;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.contracts.text.ExampleKind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From the rows of all partitions to a manifest: pure, and a function of the set of rows alone. */
final class DatasetBuilder {
    private static final String ROWS = "rows";
    private static final int VERSION_DIGITS = 16;

    private final String collection;
    private final Recipe recipe;
    private final List<DocumentFormatted> documents;
    private final SplitKeys keys;
    private final Split split;

    DatasetBuilder(String collection, Recipe recipe, List<DocumentFormatted> rows, SplitKeys keys) {
        this.collection = collection;
        this.recipe = recipe;
        this.documents = rows.stream()
                .sorted(Comparator.comparing(
                        row -> row.document().documentId().getBytes(StandardCharsets.UTF_8),
                        java.util.Arrays::compareUnsigned))
                .toList();
        this.keys = keys;
        this.split = Split.of(collection, withExamples().flatMap(keys::of).toList(), recipe.formatting());
    }

    boolean isEmpty() {
        return withExamples().findAny().isEmpty();
    }

    /** One {@link DatasetRow} a line. */
    byte[] rows() {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        documents.forEach(document -> {
            lines.writeBytes(Json.write(row(document)));
            lines.write('\n');
        });
        return lines.toByteArray();
    }

    DatasetManifest manifest(ObjectRef rows) {
        String digest = digest();
        String version = recipe.version();
        String template = templateSha256();
        Map<String, Long> without = count(documents.stream()
                .flatMap(document -> Stream.ofNullable(document.without()))
                .map(Enum::name));
        return new DatasetManifest(
                collection,
                Hashes.sha256OfParts(digest, version, template).substring(0, VERSION_DIGITS),
                digest,
                version,
                template,
                Split.hex(split.testBelow()),
                Split.hex(split.validationBelow()),
                count(withExamples().map(document -> String.valueOf(document.recipeVersion()))),
                rows,
                count(withExamples().flatMap(document -> sides(document).distinct())),
                count(withExamples().flatMap(this::sides)),
                without,
                kinds());
    }

    /** Number of examples by kind; null when all are text, so that manifests of text alone stay as they were. */
    private @Nullable Map<String, Long> kinds() {
        Map<String, Long> kinds = new TreeMap<>();
        withExamples().forEach(document -> {
            Map<String, Long> own = document.kinds();
            if (own == null) {
                kinds.merge(ExampleKind.TEXT.wireName(), (long) document.count(), Long::sum);
            } else {
                own.forEach((kind, count) -> kinds.merge(kind, count, Long::sum));
            }
        });
        return ExampleKind.onlyText(kinds) ? null : kinds;
    }

    private String templateSha256() {
        String template = recipe.formatting().template();
        return Hashes.sha256(
                template == null ? "template of " + recipe.training().base() : template);
    }

    private String digest() {
        MessageDigest digest = Hashes.newSha256();
        withExamples().forEach(document -> {
            String line = document.document().documentId() + "\t" + document.textSha256() + "\t"
                    + String.join(",", sides(document).toList()) + "\n";
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private Stream<DocumentFormatted> withExamples() {
        return documents.stream().filter(document -> document.examples() != null);
    }

    private DatasetRow row(DocumentFormatted document) {
        boolean perExample = Boolean.TRUE.equals(document.perExample());
        return new DatasetRow(
                document.document().documentId(),
                Objects.requireNonNull(document.revision()),
                Objects.requireNonNull(document.textSha256()),
                family(document),
                String.valueOf(document.recipeVersion()),
                perExample ? ROWS : split.side(family(document)),
                document.count(),
                document.examples(),
                document.without(),
                document.producer(),
                document.submissionId());
    }

    /** The side of every example where they differ, else the document's. */
    private Stream<String> sides(DocumentFormatted document) {
        if (Boolean.TRUE.equals(document.perExample())) {
            return keys.of(document).map(split::side);
        }
        String side = split.side(family(document));
        return IntStream.range(0, document.count()).mapToObj(i -> side);
    }

    private static String family(DocumentFormatted document) {
        return Objects.requireNonNull(document.family());
    }

    private static Map<String, Long> count(Stream<String> names) {
        Map<String, Long> counts = new TreeMap<>();
        names.forEach(name -> counts.merge(name, 1L, Long::sum));
        return counts;
    }
}
