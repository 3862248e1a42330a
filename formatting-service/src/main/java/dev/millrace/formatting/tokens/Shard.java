package dev.millrace.formatting.tokens;

import dev.millrace.contracts.Json;
import dev.millrace.contracts.text.ExampleKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Tokens of one split, growing: ids, loss mask, where each example begins and what it was made of. */
final class Shard {
    static final String MEDIA_TYPE = "application/vnd.safetensors";

    static final int MOST_LABEL = 255;

    private int[] tokens = new int[1 << 16];
    private byte[] mask = new byte[1 << 16];
    private long[] offsets = new long[1 << 10];
    private int[] rows = new int[1 << 10];
    private int[] numbers = new int[1 << 10];
    private byte[] labels = new byte[1 << 10];
    private final boolean labelled;
    private int length;
    private int examples;
    private long supervised;

    /** @param labelled whether examples are more than texts */
    Shard(boolean labelled) {
        this.labelled = labelled;
    }

    /** Appends one token of the example at hand. */
    void token(int id, boolean counts) {
        if (length == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * length);
            mask = Arrays.copyOf(mask, 2 * length);
        }
        tokens[length] = id;
        mask[length++] = (byte) (counts ? 1 : 0);
        supervised += counts ? 1 : 0;
    }

    /**
     * @param row which of the dataset's rows the example was made of
     * @param number which of that document's examples it is
     * @param label what a labelled shard keeps of it, at most {@value #MOST_LABEL}
     */
    void endExample(int row, int number, int label) {
        rows[examples] = row;
        labels[examples] = (byte) label;
        numbers[examples++] = number;
        if (examples == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * examples);
            rows = Arrays.copyOf(rows, 2 * examples);
            numbers = Arrays.copyOf(numbers, 2 * examples);
            labels = Arrays.copyOf(labels, 2 * examples);
        }
        offsets[examples] = length;
    }

    /** @param wanted what a shard of answers keeps of it */
    void endExample(int row, int number, boolean wanted) {
        endExample(row, number, wanted ? 1 : 0);
    }

    /** Gives every label another number. */
    void relabel(int[] numbers) {
        for (int i = 0; i < examples; i++) {
            labels[i] = (byte) numbers[labels[i] & MOST_LABEL];
        }
    }

    /** Number of documents: texts, or answers with their prompts. */
    int examples() {
        return examples;
    }

    /** Number of examples, some of which have several texts. */
    long examples(ExampleKind kind) {
        return switch (kind) {
            case TEXT, UNPAIRED, LABELLED -> examples;
            case PREFERENCE -> examples / 2;
            case RELATED ->
                IntStream.range(0, examples).filter(i -> labels[i] == 0).count();
        };
    }

    int length() {
        return length;
    }

    long supervised() {
        return supervised;
    }

    /**
     * The shard in the safetensors format (version 0.4): {@code document_offsets} I64 [D+1], {@code example_rows} and
     * {@code example_numbers} I32 [D], {@code tokens} I32 [N], {@code loss_mask} U8 [N], of a labelled one {@code labels} U8 [D]. Its bytes depend on its content alone.
     */
    byte[] toSafetensors() {
        return toSafetensors(Map.of());
    }

    /** @param metadata what is said of it beside the format */
    byte[] toSafetensors(Map<String, String> metadata) {
        Header header = new Header(metadata);
        header.tensor("document_offsets", "I64", examples + 1, Long.BYTES);
        header.tensor("example_rows", "I32", examples, Integer.BYTES);
        header.tensor("example_numbers", "I32", examples, Integer.BYTES);
        header.tensor("tokens", "I32", length, Integer.BYTES);
        header.tensor("loss_mask", "U8", length, 1);
        if (labelled) {
            header.tensor("labels", "U8", examples, 1);
        }
        byte[] json = header.padded();
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(Long.BYTES + json.length + header.end))
                .order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(json.length).put(json);
        Arrays.stream(offsets, 0, examples + 1).forEach(out::putLong);
        Arrays.stream(rows, 0, examples).forEach(out::putInt);
        Arrays.stream(numbers, 0, examples).forEach(out::putInt);
        Arrays.stream(tokens, 0, length).forEach(out::putInt);
        return out.put(mask, 0, length).put(labels, 0, labelled ? examples : 0).array();
    }

    /** What stands in front of the tensors, which lie one behind the other. */
    private static final class Header {
        private final Map<String, Object> entries = new LinkedHashMap<>();
        private long end;

        Header(Map<String, String> metadata) {
            Map<String, String> all = new TreeMap<>(metadata);
            all.put("format", "pt");
            entries.put("__metadata__", all);
        }

        void tensor(String name, String type, long size, int bytes) {
            Map<String, Object> tensor = new LinkedHashMap<>();
            tensor.put("dtype", type);
            tensor.put("shape", List.of(size));
            tensor.put("data_offsets", List.of(end, end + size * bytes));
            entries.put(name, tensor);
            end += size * bytes;
        }

        /** Tensors begin at a multiple of eight bytes; the format pads its header with spaces. */
        byte[] padded() {
            byte[] json = Json.write(entries);
            byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
            Arrays.fill(padded, json.length, padded.length, (byte) ' ');
            return padded;
        }
    }
}
