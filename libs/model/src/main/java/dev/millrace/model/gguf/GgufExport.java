package dev.millrace.model.gguf;

import dev.millrace.contracts.MillraceException;
import dev.millrace.gguf.GgufValue;
import dev.millrace.gguf.GgufWriter;
import dev.millrace.gguf.GgufWriter.Entry;
import dev.millrace.gguf.TensorFormat;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.DecoderConfigJson;
import dev.millrace.model.decoder.Parameter.Part;
import dev.millrace.model.decoder.TensorPlan;
import dev.millrace.model.decoder.TensorPlan.Stored;
import dev.millrace.model.safetensors.ShardedTensors;
import dev.millrace.model.safetensors.TensorSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * A Hugging Face directory as one GGUF file, with the names, orders and number formats that llama.cpp's own converter
 * gives its tensors. Norms, biases and positions stay 32-bit; a matrix whose rows do not fill blocks becomes F16; where
 * weights get four bits, the tables of tokens get eight, because errors there go straight into the answer.
 */
public final class GgufExport {
    private static final Set<String> TABLES = Set.of("token_embd.weight", "output.weight");
    private static final int QUANTISATION_VERSION = 2;

    private final DecoderConfig config;
    private final GgufFamily family;
    private final TensorFormat format;
    private final LongConsumer progress;
    private long done;

    private GgufExport(DecoderConfig config, TensorFormat format, LongConsumer progress) {
        this.config = config;
        this.family = GgufFamily.of(config.family());
        this.format = format;
        this.progress = progress;
    }

    /**
     * Writes the file, which is there whole or not at all and replaces what was there.
     *
     * @param directory holds {@code config.json} and safetensors
     * @param format one of F32, F16, BF16, Q8_0, Q4_0
     * @param described what else the file tells: general entries and the tokeniser's
     * @param progress hears how many weights are written
     * @throws MillraceException MODEL_CONFIG_UNSUPPORTED naming what llama.cpp would compute otherwise, and as reading the
     *     directory does
     */
    public static void write(
            Path directory, TensorFormat format, Map<String, GgufValue> described, Path file, LongConsumer progress)
            throws IOException {
        DecoderConfig config = DecoderConfigJson.read(directory);
        GgufExport export = new GgufExport(config, format, progress);
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try (TensorSource source = ShardedTensors.open(directory)) {
            GgufWriter.write(partial, export.metadata(described), export.entries(source));
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** The longest context in which llama.cpp computes what the model does. */
    public static int context(DecoderConfig config) {
        return ConfigMetadata.context(config);
    }

    private Map<String, GgufValue> metadata(Map<String, GgufValue> described) {
        Map<String, GgufValue> metadata = new LinkedHashMap<>();
        metadata.put("general.architecture", new GgufValue.Text(family.architecture()));
        metadata.put("general.type", new GgufValue.Text("model"));
        metadata.put("general.file_type", GgufValue.u32(fileType()));
        metadata.put("general.quantization_version", GgufValue.u32(QUANTISATION_VERSION));
        metadata.putAll(ConfigMetadata.of(config, family));
        metadata.putAll(described);
        return metadata;
    }

    /** llama.cpp's number for files of mostly this format. */
    private int fileType() {
        return switch (format) {
            case F32 -> 0;
            case F16 -> 1;
            case Q4_0 -> 2;
            case Q8_0 -> 7;
            case BF16 -> 32;
            case Q4_1, Q5_0, Q5_1, Q4_K, Q5_K, Q6_K -> throw new IllegalArgumentException("not written: " + format);
        };
    }

    private List<Entry> entries(TensorSource source) {
        List<Entry> entries = new ArrayList<>();
        if (!config.family().learnedPositions()) {
            RotaryMetadata.of(config, family).tables().forEach((name, table) -> entries.add(table(name, table)));
        }
        TensorPlan.of(config, source).forEach(tensor -> entries.add(entry(source, tensor)));
        return entries;
    }

    private static Entry table(String name, float[] table) {
        return new Entry(
                name, TensorFormat.F32, List.of((long) table.length), (firstRow, rows, target) -> target.put(table));
    }

    private Entry entry(TensorSource source, Stored tensor) {
        Part part = tensor.part();
        String name = family.ggufName(part.name(), config.family().names());
        List<Long> shape = part.transposed() ? part.shape().reversed() : part.shape();
        int columns = Math.toIntExact(shape.getLast());
        boolean rotated = family.rotaryInterleaved() && isRotated(name);
        StoredRows rows = new StoredRows(
                source,
                tensor,
                columns,
                rotated ? config.headWidth() : 0,
                family.normsAddOne() && isNorm(name) ? 1 : 0);
        return new Entry(name, format(name, shape), shape, (firstRow, count, target) -> {
            rows.read(firstRow, count, target);
            done += (long) count * columns;
            progress.accept(done);
        });
    }

    private static boolean isRotated(String name) {
        return name.contains(".attn_q.") || name.contains(".attn_k.");
    }

    private static boolean isNorm(String name) {
        return name.endsWith("norm.weight");
    }

    private TensorFormat format(String name, List<Long> shape) {
        if (shape.size() == 1 || name.startsWith("position_embd")) {
            return TensorFormat.F32;
        }
        TensorFormat wanted = format == TensorFormat.Q4_0 && TABLES.contains(name) ? TensorFormat.Q8_0 : format;
        return GgufWriter.fits(wanted, shape.getLast()) ? wanted : TensorFormat.F16;
    }
}
