package dev.millrace.model.gguf;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.gguf.GgufFile;
import dev.millrace.gguf.GgufTensor;
import dev.millrace.model.safetensors.TensorInfo;
import dev.millrace.model.safetensors.TensorSource;
import dev.millrace.model.safetensors.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The weights of a GGUF file under Hugging Face's names, as 32-bit numbers, with what the format does to some of them
 * undone: rows of query and key are put back into order, the 1 in norm weights is taken out.
 */
public final class GgufTensors implements TensorSource {
    /** Holds what can be computed from the configuration. */
    static final String ROTARY_FACTORS = "rope_freqs.weight";

    private final GgufFile file;
    private final GgufFamily family;
    private final int heads;
    private final int keyValueHeads;
    private final Map<String, GgufTensor> tensors;

    private GgufTensors(GgufFile file, GgufFamily family, Map<String, GgufTensor> tensors) {
        this.file = file;
        this.family = family;
        this.tensors = Collections.unmodifiableMap(tensors);
        String prefix = family.architecture() + ".attention.";
        this.heads = Math.max(1, file.metadata().requireCount(prefix + "head_count"));
        this.keyValueHeads =
                Math.max(1, file.metadata().count(prefix + "head_count_kv").orElse(heads));
    }

    /**
     * The tensors of an open file, which is closed with them.
     *
     * @throws MillraceException MODEL_CONFIG_UNSUPPORTED for an architecture or a tensor that is not known
     */
    public static GgufTensors of(GgufFile file) {
        GgufFamily family = GgufFamily.of(file.metadata());
        Map<String, GgufTensor> tensors = new LinkedHashMap<>();
        for (GgufTensor tensor : file.tensors().values()) {
            if (!tensor.name().equals(ROTARY_FACTORS)) {
                String name = family.name(tensor.name()).orElseThrow(() -> unknown(tensor));
                tensors.put(name, tensor);
            }
        }
        return new GgufTensors(file, family, tensors);
    }

    private static MillraceException unknown(GgufTensor tensor) {
        return new MillraceException(
                ErrorCode.MODEL_CONFIG_UNSUPPORTED,
                "The GGUF file has a tensor that its architecture is not known to have: "
                        + tensor.name().replaceAll("[^A-Za-z0-9_.-]", "?") + ".");
    }

    @Override
    public Set<String> names() {
        return tensors.keySet();
    }

    @Override
    public TensorInfo info(String name) {
        GgufTensor tensor = tensor(name);
        return new TensorInfo(name, TensorType.F32, tensor.shape(), 0, tensor.elements() * Float.BYTES);
    }

    private GgufTensor tensor(String name) {
        GgufTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new MillraceException(
                    ErrorCode.MODEL_FILE_DAMAGED,
                    "The tensor " + name.replaceAll("[^A-Za-z0-9_.-]", "?") + " is missing.");
        }
        return tensor;
    }

    @Override
    public ByteBuffer bytes(String name, long from, int length) {
        GgufTensor tensor = tensor(name);
        if (from < 0 || length < 0 || from + length > tensor.elements() * Float.BYTES) {
            throw new IndexOutOfBoundsException("outside of a tensor");
        }
        long rowBytes = (long) tensor.rowElements() * Float.BYTES;
        long first = from / rowBytes;
        long last = (from + length + rowBytes - 1) / rowBytes;
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.toIntExact((last - first) * rowBytes)).order(ByteOrder.LITTLE_ENDIAN);
        read(tensor, first, last - first, bytes.asFloatBuffer());
        return bytes.slice(Math.toIntExact(from - first * rowBytes), length)
                .asReadOnlyBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void copyFloats(String name, FloatBuffer target) {
        GgufTensor tensor = tensor(name);
        read(tensor, 0, tensor.rows(), target);
    }

    private void read(GgufTensor tensor, long first, long rows, FloatBuffer target) {
        int start = target.position();
        int interleaved = interleavedHeads(tensor);
        if (interleaved == 0) {
            file.read(tensor, first, rows, target);
        } else {
            readInterleaved(tensor, interleaved, first, rows, target);
        }
        if (family.normsAddOne() && tensor.name().endsWith("norm.weight")) {
            for (int i = start; i < target.position(); i++) {
                target.put(i, target.get(i) - 1);
            }
        }
    }

    private int interleavedHeads(GgufTensor tensor) {
        if (!family.rotaryInterleaved()) {
            return 0;
        }
        return tensor.name().contains(".attn_q.") ? heads : tensor.name().contains(".attn_k.") ? keyValueHeads : 0;
    }

    /** Row {@code half * width / 2 + i} of a head is stored as its row {@code 2 * i + half}. */
    private void readInterleaved(GgufTensor tensor, int heads, long first, long rows, FloatBuffer target) {
        long width = tensor.rows() / heads;
        if (width * heads != tensor.rows() || width % 2 != 0) {
            throw new MillraceException(
                    ErrorCode.MODEL_FILE_DAMAGED, "Query or key of the GGUF file do not agree with its heads.");
        }
        for (long row = first; row < first + rows; row++) {
            long within = row % width;
            long stored = row - within + within % (width / 2) * 2 + within / (width / 2);
            file.read(tensor, stored, 1, target);
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
