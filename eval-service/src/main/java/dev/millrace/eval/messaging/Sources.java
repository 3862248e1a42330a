package dev.millrace.eval.messaging;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.manifest.DatasetManifest;
import dev.millrace.contracts.manifest.DatasetRow;
import dev.millrace.model.safetensors.SafetensorsFile;
import dev.millrace.model.safetensors.TensorInfo;
import dev.millrace.model.safetensors.TensorType;
import dev.millrace.storage.ObjectReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Finds out which document each example of a shard was made of. */
final class Sources {
    private static final String ROWS = "example_rows";
    private static final String NUMBERS = "example_numbers";
    /** What a row's split says when its examples have each their own. */
    private static final String ROW_BY_ROW = "rows";

    private final ObjectReader reader;

    Sources(ObjectReader reader) {
        this.reader = reader;
    }

    /**
     * @param examples how many the shard has
     * @throws MillraceException MODEL_FILE_DAMAGED when the shard names rows that the dataset does not have
     */
    List<HeldOut.Source> of(Path shard, ObjectRef manifest, int examples) {
        try (SafetensorsFile file = SafetensorsFile.open(shard)) {
            if (!file.names().contains(ROWS)) {
                return withoutDocuments(examples);
            }
            int[] rows = ints(file, ROWS, examples);
            int[] numbers = ints(file, NUMBERS, examples);
            List<DatasetRow> documents = rows(manifest);
            List<HeldOut.Source> sources = new ArrayList<>();
            for (int i = 0; i < examples; i++) {
                if (rows[i] < 0 || rows[i] >= documents.size()) {
                    throw damaged("an example was made of a row that is not there");
                }
                sources.add(source(documents.get(rows[i]), numbers[i]));
            }
            return sources;
        }
    }

    /** Shards of before documents were written into them: each example stands for itself. */
    private static List<HeldOut.Source> withoutDocuments(int examples) {
        return IntStream.range(0, examples)
                .mapToObj(i -> new HeldOut.Source(null, i, String.valueOf(i)))
                .toList();
    }

    private static HeldOut.Source source(DatasetRow row, int number) {
        String unit = row.split().equals(ROW_BY_ROW) ? row.documentId() + "#" + number : row.documentId();
        return new HeldOut.Source(row.documentId(), number, unit);
    }

    private List<DatasetRow> rows(ObjectRef manifest) {
        ObjectRef rows = Json.read(reader.read(manifest), DatasetManifest.class).rows();
        return new String(reader.read(rows), StandardCharsets.UTF_8)
                .lines()
                .map(line -> Json.read(line.getBytes(StandardCharsets.UTF_8), DatasetRow.class))
                .toList();
    }

    private static int[] ints(SafetensorsFile file, String name, int size) {
        TensorInfo info = file.info(name);
        if (info.type() != TensorType.I32 || !info.shape().equals(List.of((long) size))) {
            throw damaged("the tensor " + name + " is no number for each example");
        }
        int[] ints = new int[size];
        file.bytes(name, 0, size * Integer.BYTES).asIntBuffer().get(ints);
        return ints;
    }

    private static MillraceException damaged(String what) {
        return new MillraceException(ErrorCode.MODEL_FILE_DAMAGED, "The tokenised dataset is damaged: " + what + ".");
    }
}
