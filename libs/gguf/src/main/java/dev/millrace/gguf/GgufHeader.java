package dev.millrace.gguf;

import dev.millrace.contracts.MillraceException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file's header: magic, version, counts, metadata, tensors
 * (<a href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">specification</a>). None of it is believed: all
 * offsets and lengths are compared with each other and with the file.
 *
 * @param dataStart where the tensor data begins in the file
 */
record GgufHeader(Map<String, GgufValue> metadata, Map<String, GgufTensor> tensors, long dataStart) {
    static final int MAGIC = 0x46554747;
    static final int VERSION = 3;
    static final String ALIGNMENT = "general.alignment";
    static final int USUAL_ALIGNMENT = 32;

    private static final int LARGEST_ALIGNMENT = 1 << 20;
    private static final int MOST_DIMENSIONS = 4;
    private static final int LEAST_ENTRY = 8 + 4 + 1;
    private static final int LEAST_TENSOR = 8 + 4 + 8 + 4 + 8;

    /**
     * @param head the file's beginning, which holds the header whole
     * @param size of the file
     * @throws MillraceException MODEL_FILE_DAMAGED, MODEL_FORMAT_UNSUPPORTED
     */
    static GgufHeader read(ByteBuffer head, long size) {
        HeaderReader in = new HeaderReader(head);
        requireKnown(in);
        int tensorCount = in.count(LEAST_TENSOR, "tensors");
        int entryCount = in.count(LEAST_ENTRY, "metadata entries");
        Map<String, GgufValue> metadata = metadata(in, entryCount);
        requireWhole(metadata);
        int alignment = alignment(metadata);
        List<GgufTensor> tensors = new ArrayList<>();
        for (int i = 0; i < tensorCount; i++) {
            tensors.add(tensor(in, alignment));
        }
        long dataStart = (in.position() + (long) alignment - 1) / alignment * alignment;
        requireApart(tensors, size - dataStart);
        return new GgufHeader(Collections.unmodifiableMap(metadata), named(tensors), dataStart);
    }

    private static void requireKnown(HeaderReader in) {
        if (in.u32() != MAGIC) {
            throw Refusal.unsupported("The file is not GGUF.");
        }
        int version = in.u32();
        if ((version & 0xffff) == 0) {
            throw Refusal.unsupported("The GGUF file is written for big-endian machines, which is not read.");
        }
        if (version != 2 && version != VERSION) {
            throw Refusal.unsupported(
                    "The GGUF file has version " + Integer.toUnsignedString(version) + ", versions 2 and 3 are read.");
        }
    }

    private static Map<String, GgufValue> metadata(HeaderReader in, int count) {
        Map<String, GgufValue> metadata = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String key = in.text();
            if (metadata.put(key, in.value()) != null) {
                throw Refusal.damaged("The metadata entry " + Refusal.printable(key) + " is there twice.");
            }
        }
        return metadata;
    }

    private static void requireWhole(Map<String, GgufValue> metadata) {
        if (metadata.get("split.count") instanceof GgufValue.Whole parts && parts.value() > 1) {
            throw Refusal.unsupported("The GGUF file is one of " + parts.value() + " parts; join them first.");
        }
    }

    private static int alignment(Map<String, GgufValue> metadata) {
        GgufValue value = metadata.get(ALIGNMENT);
        if (value == null) {
            return USUAL_ALIGNMENT;
        }
        if (value instanceof GgufValue.Whole(ValueType type, long alignment)
                && type == ValueType.U32
                && alignment >= 8
                && alignment <= LARGEST_ALIGNMENT
                && Long.bitCount(alignment) == 1) {
            return (int) alignment;
        }
        throw Refusal.damaged("The alignment is not a power of two that can be true.");
    }

    private static GgufTensor tensor(HeaderReader in, int alignment) {
        String name = in.text();
        int dimensions = in.u32();
        if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
            throw Refusal.damaged("Tensor " + Refusal.printable(name) + " has an impossible number of dimensions.");
        }
        List<Long> shape = new ArrayList<>();
        for (int i = 0; i < dimensions; i++) {
            shape.add(in.u64());
        }
        Collections.reverse(shape);
        TensorFormat format = TensorFormat.numbered(in.u32(), name);
        GgufTensor tensor = new GgufTensor(name, format, shape, in.u64());
        requirePossible(tensor);
        if (tensor.begin() < 0 || tensor.begin() % alignment != 0) {
            throw Refusal.damaged("Tensor " + Refusal.printable(name) + " is not aligned.");
        }
        return tensor;
    }

    private static void requirePossible(GgufTensor tensor) {
        boolean possible = tensor.shape().stream().allMatch(size -> size > 0);
        try {
            possible = possible
                    && tensor.shape().getLast() % tensor.format().blockElements() == 0
                    && tensor.bytes() > 0
                    && Math.multiplyExact((long) tensor.rowElements(), Float.BYTES) <= Integer.MAX_VALUE;
        } catch (ArithmeticException e) {
            possible = false;
        }
        if (!possible) {
            throw Refusal.damaged("Tensor " + Refusal.printable(tensor.name()) + " has a shape that cannot be true.");
        }
    }

    private static void requireApart(List<GgufTensor> tensors, long length) {
        long end = 0;
        for (GgufTensor tensor : tensors.stream()
                .sorted(Comparator.comparingLong(GgufTensor::begin))
                .toList()) {
            if (tensor.begin() < end) {
                throw Refusal.damaged("Tensor " + Refusal.printable(tensor.name()) + " overlaps another.");
            }
            if (tensor.begin() > length || tensor.bytes() > length - tensor.begin()) {
                throw Refusal.damaged("Tensor " + Refusal.printable(tensor.name()) + " lies outside the file.");
            }
            end = tensor.end();
        }
    }

    private static Map<String, GgufTensor> named(List<GgufTensor> tensors) {
        Map<String, GgufTensor> byName = new LinkedHashMap<>();
        for (GgufTensor tensor : tensors) {
            if (byName.put(tensor.name(), tensor) != null) {
                throw Refusal.damaged("Tensor " + Refusal.printable(tensor.name()) + " is there twice.");
            }
        }
        return Collections.unmodifiableMap(byName);
    }
}
