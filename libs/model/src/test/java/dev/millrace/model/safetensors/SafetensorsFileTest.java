package dev.millrace.model.safetensors;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

class SafetensorsFileTest {
    @TempDir
    Path directory;

    static Stream<Arguments> malformed() {
        return Stream.of(
                argumentSet("no byte at all", new byte[0]),
                argumentSet("shorter than the length", new byte[] {1, 2, 3}),
                argumentSet("a header longer than the file", withLength(1000, "{}", 0)),
                argumentSet("a negative header length", withLength(-1, "{}", 0)),
                argumentSet("a header of many terabytes", withLength(1L << 45, "{}", 0)),
                argumentSet("no JSON", file("{nonsense", 0)),
                argumentSet("JSON that is no object", file("[1]", 0)),
                argumentSet("JSON of another kind after the object", file("{} {}", 0)),
                argumentSet("an entry that is no object", file("{\"a\":1}", 0)),
                argumentSet("no offsets", file("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4)),
                argumentSet("three offsets", file(tensor("a", "F32", "[1]", "[0,4,8]"), 8)),
                argumentSet("falling offsets", file(tensor("a", "F32", "[1]", "[4,0]"), 4)),
                argumentSet("offsets beyond the end", file(tensor("a", "F32", "[2]", "[0,8]"), 4)),
                argumentSet("a negative offset", file(tensor("a", "F32", "[1]", "[-4,0]"), 4)),
                argumentSet("a shape larger than the bytes", file(tensor("a", "F32", "[2]", "[0,4]"), 4)),
                argumentSet("a shape smaller than the bytes", file(tensor("a", "F32", "[1]", "[0,8]"), 8)),
                argumentSet(
                        "a shape whose product overflows",
                        file(tensor("a", "F32", "[4294967296,4294967296]", "[0,0]"), 0)),
                argumentSet("a negative size", file(tensor("a", "F32", "[-1]", "[0,4]"), 4)),
                argumentSet("a fractional size", file(tensor("a", "F32", "[1.5]", "[0,6]"), 6)),
                argumentSet("an infinite size", file(tensor("a", "F32", "[1e999]", "[0,4]"), 4)),
                argumentSet("a size that is text", file(tensor("a", "F32", "[\"1\"]", "[0,4]"), 4)),
                argumentSet("a gap before the first tensor", file(tensor("a", "F32", "[1]", "[4,8]"), 8)),
                argumentSet("bytes after the last tensor", file(tensor("a", "F32", "[1]", "[0,4]"), 8)),
                argumentSet(
                        "overlapping tensors",
                        file(
                                "{" + entry("a", "F32", "[2]", "[0,8]") + "," + entry("b", "F32", "[2]", "[4,12]")
                                        + "}",
                                12)),
                argumentSet(
                        "one tensor twice",
                        file(
                                "{" + entry("a", "F32", "[1]", "[0,4]") + "," + entry("a", "F32", "[1]", "[4,8]") + "}",
                                8)),
                argumentSet("metadata that is not text", file("{\"__metadata__\":{\"a\":1}}", 0)));
    }

    private static String tensor(String name, String type, String shape, String offsets) {
        return "{" + entry(name, type, shape, offsets) + "}";
    }

    private static String entry(String name, String type, String shape, String offsets) {
        return "\"" + name + "\":{\"dtype\":\"" + type + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}";
    }

    private static byte[] file(String header, int data) {
        return withLength(header.getBytes(StandardCharsets.UTF_8).length, header, data);
    }

    private static byte[] withLength(long length, String header, int data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + data)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put(json)
                .array();
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void refusesAsDamaged(byte[] bytes) throws IOException {
        Path path = Files.write(directory.resolve("model.safetensors"), bytes);
        assertThatThrownBy(() -> SafetensorsFile.open(path).close())
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_FILE_DAMAGED));
    }

    @Test
    void refusesElementTypesThatAreNotRead() throws IOException {
        Path path = Files.write(directory.resolve("a.safetensors"), file(tensor("a", "F8_E4M3", "[1]", "[0,1]"), 1));
        assertThatThrownBy(() -> SafetensorsFile.open(path).close())
                .isInstanceOfSatisfying(
                        MillraceException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_FORMAT_UNSUPPORTED));
    }

    @Test
    void readsBackWhatWasWrittenInEveryFloatingPointType() throws IOException {
        ByteBuffer source = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        source.putFloat(1.5f).putFloat(-0.25f).putFloat(1024f).putFloat(0f).flip();
        for (TensorType type : List.of(TensorType.F32, TensorType.F16, TensorType.BF16)) {
            Path path = directory.resolve(type + ".safetensors");
            write(path, new SafetensorsWriter.Entry("t", type, List.of(2L, 2L), source));
            try (SafetensorsFile file = SafetensorsFile.open(path)) {
                FloatBuffer read = FloatBuffer.allocate(4);
                file.copyFloats("t", read);
                assertThat(read.array()).containsExactly(1.5f, -0.25f, 1024f, 0f);
                assertThat(file.info("t").type()).isEqualTo(type);
                assertThat(file.metadata()).containsEntry("format", "pt");
            }
        }
    }

    @Test
    void roundsToTheNearestBfloat16WithTiesToEven() {
        assertThat(FloatBits.toBfloat16(Float.intBitsToFloat(0x3f808000))).isEqualTo((short) 0x3f80);
        assertThat(FloatBits.toBfloat16(Float.intBitsToFloat(0x3f818000))).isEqualTo((short) 0x3f82);
        assertThat(FloatBits.toBfloat16(Float.intBitsToFloat(0x3f808001))).isEqualTo((short) 0x3f81);
        assertThat(FloatBits.toBfloat16(Float.NaN) & 0x7fff).isGreaterThan(0x7f80);
    }

    @Test
    void writesEqualTensorsAsEqualBytes() throws IOException {
        ByteBuffer source = ByteBuffer.allocate(8);
        SafetensorsWriter.Entry entry = new SafetensorsWriter.Entry("t", TensorType.I64, List.of(1L), source);
        Path first = directory.resolve("1.safetensors");
        Path second = directory.resolve("2.safetensors");
        SafetensorsWriter.write(first, List.of(entry), Map.of("b", "2", "a", "1"));
        SafetensorsWriter.write(second, List.of(entry), Map.of("a", "1", "b", "2"));
        assertThat(second).hasSameBinaryContentAs(first);
    }

    @Test
    void namesTheTensorThatIsMissing() throws IOException {
        Path path = Files.write(directory.resolve("a.safetensors"), file("{}", 0));
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThatThrownBy(() -> file.info("lm_head.weight")).hasMessageContaining("lm_head.weight");
        }
    }

    @Test
    void joinsTheFilesThatAnIndexNames() throws IOException {
        write(directory.resolve("a.safetensors"), bytes("one", 1));
        write(directory.resolve("b.safetensors"), bytes("two", 2));
        index("{\"weight_map\":{\"one\":\"a.safetensors\",\"two\":\"b.safetensors\"}}");
        try (TensorSource source = ShardedTensors.open(directory)) {
            assertThat(source.names()).containsExactlyInAnyOrder("one", "two");
            assertThat(source.bytes("two", 0, 1).get()).isEqualTo((byte) 2);
        }
    }

    @Test
    void refusesAnIndexThatNamesAFileElsewhere() throws IOException {
        index("{\"weight_map\":{\"one\":\"../a.safetensors\"}}");
        assertThatThrownBy(() -> ShardedTensors.open(directory).close()).isInstanceOf(MillraceException.class);
    }

    @Test
    void refusesAnIndexWhoseTensorIsNotInItsFile() throws IOException {
        write(directory.resolve("a.safetensors"), bytes("one", 1));
        index("{\"weight_map\":{\"two\":\"a.safetensors\"}}");
        assertThatThrownBy(() -> ShardedTensors.open(directory).close()).hasMessageContaining("two");
    }

    @Test
    void refusesADirectoryWithoutSafetensors() throws IOException {
        Files.write(directory.resolve("pytorch_model.bin"), new byte[10]);
        assertThatThrownBy(() -> ShardedTensors.open(directory).close())
                .isInstanceOfSatisfying(
                        MillraceException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_FORMAT_UNSUPPORTED));
    }

    private void index(String json) throws IOException {
        Files.writeString(directory.resolve("model.safetensors.index.json"), json);
    }

    private static SafetensorsWriter.Entry bytes(String name, int value) {
        return new SafetensorsWriter.Entry(
                name, TensorType.U8, List.of(1L), ByteBuffer.wrap(new byte[] {(byte) value}));
    }

    private static void write(Path path, SafetensorsWriter.Entry entry) throws IOException {
        SafetensorsWriter.write(path, List.of(entry), Map.of());
    }
}
