package dev.millrace.model.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a header and believes none of it: every number is compared with the others and with the file's length. */
final class HeaderParser {
    static final String METADATA = "__metadata__";

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(8)
                            .maxStringLength(16_000_000)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final long dataLength;

    HeaderParser(long dataLength) {
        this.dataLength = dataLength;
    }

    Header parse(byte[] json) {
        JsonNode root = tree(json);
        List<TensorInfo> tensors = new ArrayList<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            if (entry.getKey().equals(METADATA)) {
                entry.getValue().properties().forEach(e -> metadata.put(e.getKey(), text(METADATA, e.getValue())));
            } else {
                tensors.add(tensor(entry.getKey(), entry.getValue()));
            }
        }
        tensors.sort(Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::end));
        requireNoGaps(tensors);
        return new Header(tensors, metadata);
    }

    private static JsonNode tree(byte[] json) {
        if (json.length == 0 || json[0] != '{') {
            throw damaged("The header does not begin with a brace.");
        }
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw damaged("The header is not valid JSON, or names a tensor twice.");
        } catch (IOException e) {
            throw damaged("The header cannot be read.");
        }
    }

    private TensorInfo tensor(String name, JsonNode node) {
        TensorType type = TensorType.named(text(name, node.path("dtype")));
        List<Long> shape = numbers(name, node.path("shape"));
        List<Long> offsets = numbers(name, node.path("data_offsets"));
        if (offsets.size() != 2 || offsets.get(0) > offsets.get(1) || offsets.get(1) > dataLength) {
            throw damaged("The offsets of tensor " + Printable.of(name) + " lie outside the file.");
        }
        TensorInfo info = new TensorInfo(name, type, shape, offsets.get(0), offsets.get(1));
        if (bytes(name, type, shape) != info.end() - info.begin()) {
            throw damaged("The shape of tensor " + Printable.of(name) + " does not agree with its length.");
        }
        return info;
    }

    private static long bytes(String name, TensorType type, List<Long> shape) {
        try {
            long bytes = type.bytes();
            for (long size : shape) {
                bytes = Math.multiplyExact(bytes, size);
            }
            return bytes;
        } catch (ArithmeticException e) {
            throw damaged("The shape of tensor " + Printable.of(name) + " is too large to be true.");
        }
    }

    private static void requireNoGaps(List<TensorInfo> sorted) {
        long end = 0;
        for (TensorInfo tensor : sorted) {
            if (tensor.begin() != end) {
                throw damaged("Tensor " + Printable.of(tensor.name()) + " overlaps another or leaves a gap.");
            }
            end = tensor.end();
        }
    }

    private static List<Long> numbers(String name, JsonNode node) {
        if (!node.isArray()) {
            throw damaged("Tensor " + Printable.of(name) + " lacks its shape or offsets.");
        }
        List<Long> numbers = new ArrayList<>();
        for (JsonNode number : node) {
            if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
                throw damaged("Tensor " + Printable.of(name) + " has a size or offset that is no count.");
            }
            numbers.add(number.longValue());
        }
        return numbers;
    }

    private static String text(String name, JsonNode node) {
        if (!node.isTextual()) {
            throw damaged("The entry " + Printable.of(name) + " is not of the expected form.");
        }
        return node.textValue();
    }

    static MillraceException damaged(String message) {
        return new MillraceException(ErrorCode.MODEL_FILE_DAMAGED, message);
    }

    record Header(List<TensorInfo> tensors, Map<String, String> metadata) {}
}
