package dev.millrace.gguf;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/** TR-2: a file of the reference's writer is read; a lying header is refused with a code, whatever it lies about. */
class GgufFileTest {
    private static final int EMBEDDING = 64;

    @TempDir
    private Path folder;

    @Test
    void everyKindOfMetadataIsRead() throws IOException {
        try (GgufFile file = GgufFile.open(sample())) {
            GgufMetadata metadata = file.metadata();

            assertThat(metadata.text("general.architecture")).contains("llama");
            assertThat(metadata.text("a.text")).contains("Mühle ▁");
            assertThat(metadata.count("a.u16")).hasValue(60000);
            assertThat(metadata.entries().get("a.u32")).isEqualTo(GgufValue.u32(4_000_000_000L));
            assertThat(metadata.entries().get("a.i8")).isEqualTo(new GgufValue.Whole(ValueType.I8, -3));
            assertThat(metadata.entries().get("a.i64")).isEqualTo(new GgufValue.Whole(ValueType.I64, -(1L << 40)));
            assertThat(metadata.number("a.f32")).hasValue(1e-5);
            assertThat(metadata.number("a.f64")).hasValue(0.1);
            assertThat(metadata.flag("a.flag")).contains(true);
            assertThat(metadata.texts("a.texts")).containsExactly("one", "zwei", "三");
            assertThat(metadata.wholes("a.wholes")).containsExactly(1, 2, 3);
            assertThat(metadata.reals("a.reals")).containsExactly(0.5, -1.25);
            assertThat(metadata.text("nothing")).isEmpty();
            assertCode(ErrorCode.MODEL_FILE_DAMAGED, () -> metadata.count("a.text"));
        }
    }

    @Test
    void tensorsAreReadByRows() throws IOException {
        float[] expected = new float[24 * EMBEDDING];
        Resources.little("write.f32").asFloatBuffer().get(expected);
        try (GgufFile file = GgufFile.open(sample())) {
            GgufTensor plain = file.tensor("plain.weight");
            FloatBuffer rows = FloatBuffer.allocate(2 * EMBEDDING);

            file.read(plain, 3, 2, rows);

            assertThat(file.tensors().keySet()).containsExactly("plain.weight", "norm.weight", "small.weight");
            assertThat(plain.shape()).containsExactly(24L, (long) EMBEDDING);
            assertThat(rows.array()).isEqualTo(Arrays.copyOfRange(expected, 3 * EMBEDDING, 5 * EMBEDDING));
            assertThat(file.tensor("norm.weight").shape()).containsExactly(7L);
            assertThat(file.tensor("small.weight").format()).isEqualTo(TensorFormat.Q8_0);
            assertCode(ErrorCode.MODEL_FILE_DAMAGED, () -> file.tensor("none"));
        }
    }

    @Test
    void theSameModelGivesTheReferencesBytes() throws IOException {
        Path copy = folder.resolve("copy.gguf");
        try (GgufFile file = GgufFile.open(sample())) {
            GgufTensor plain = file.tensor("plain.weight");
            List<GgufWriter.Entry> entries = file.tensors().values().stream()
                    .map(tensor -> new GgufWriter.Entry(
                            tensor.name(),
                            tensor.format(),
                            tensor.shape(),
                            (row, rows, target) -> file.read(tensor.rows() == 1 ? tensor : plain, row, rows, target)))
                    .toList();

            GgufWriter.write(copy, file.metadata().entries(), entries);
        }
        assertThat(Files.readAllBytes(copy)).isEqualTo(Resources.bytes("sample.gguf"));
    }

    @ParameterizedTest
    @MethodSource
    void aHeaderThatLiesIsRefused(ErrorCode code, Consumer<HeaderBytes> header) throws IOException {
        HeaderBytes bytes = new HeaderBytes();
        header.accept(bytes);
        byte[] head = bytes.bytes().array();
        Path file = Files.write(folder.resolve("bad.gguf"), Arrays.copyOf(head, (head.length + 63) / 32 * 32 + 256));

        assertCode(code, () -> GgufFile.open(file).close());
    }

    static Stream<Arguments> aHeaderThatLiesIsRefused() {
        ErrorCode damaged = ErrorCode.MODEL_FILE_DAMAGED;
        ErrorCode unsupported = ErrorCode.MODEL_FORMAT_UNSUPPORTED;
        return Stream.of(
                refused("another magic", unsupported, out -> out.u32(0x46554748).u32(3)),
                refused(
                        "version 1",
                        unsupported,
                        out -> out.u32(GgufHeader.MAGIC).u32(1)),
                refused(
                        "big-endian",
                        unsupported,
                        out -> out.u32(GgufHeader.MAGIC).u32(3 << 24)),
                refused("more tensors than bytes", damaged, out -> start(out, Long.MAX_VALUE, 0)),
                refused("a negative number of tensors", damaged, out -> start(out, -1, 0)),
                refused("more entries than bytes", damaged, out -> start(out, 0, 1L << 60)),
                refused("a huge text", damaged, out -> start(out, 0, 1).u64(1L << 40)),
                refused(
                        "text that is no UTF-8",
                        damaged,
                        out -> start(out, 0, 1).u64(1).u32(0xff)),
                refused(
                        "an unknown type",
                        damaged,
                        out -> start(out, 0, 1).text("k").u32(77)),
                refused(
                        "a list longer than the file",
                        damaged,
                        out -> start(out, 0, 1).text("k").u32(9).u32(10).u64(1L << 50)),
                refused(
                        "a list of lists",
                        unsupported,
                        out -> start(out, 0, 1).text("k").u32(9).u32(9).u64(1)),
                refused(
                        "an entry twice",
                        damaged,
                        out -> start(out, 0, 2)
                                .text("k")
                                .value(GgufValue.u32(1))
                                .text("k")
                                .value(GgufValue.u32(1))),
                refused(
                        "alignment 3",
                        damaged,
                        out -> start(out, 0, 1).text(GgufHeader.ALIGNMENT).value(GgufValue.u32(3))),
                refused(
                        "alignment 0",
                        damaged,
                        out -> start(out, 0, 1).text(GgufHeader.ALIGNMENT).value(GgufValue.u32(0))),
                refused(
                        "one of several parts",
                        unsupported,
                        out -> start(out, 0, 1).text("split.count").value(new GgufValue.Whole(ValueType.U16, 4))),
                refused("a format that is not read", unsupported, out -> tensor(start(out, 1, 0), "t", 16, 0, 256)),
                refused("a format that does not exist", unsupported, out -> tensor(start(out, 1, 0), "t", 99, 0, 32)),
                refused("no dimension", damaged, out -> tensor(start(out, 1, 0), "t", 0, 0)),
                refused("five dimensions", damaged, out -> tensor(start(out, 1, 0), "t", 0, 0, 1, 1, 1, 1, 1)),
                refused("an empty dimension", damaged, out -> tensor(start(out, 1, 0), "t", 0, 0, 4, 0)),
                refused("a negative dimension", damaged, out -> tensor(start(out, 1, 0), "t", 0, 0, 4, -4)),
                refused(
                        "sizes that overflow",
                        damaged,
                        out -> tensor(start(out, 1, 0), "t", 0, 0, 4, 1L << 40, 1L << 40)),
                refused("half a block", damaged, out -> tensor(start(out, 1, 0), "t", 8, 0, 48)),
                refused("outside the file", damaged, out -> tensor(start(out, 1, 0), "t", 0, 0, 4096)),
                refused("beyond the file", damaged, out -> tensor(start(out, 1, 0), "t", 0, 1L << 40, 8)),
                refused("not aligned", damaged, out -> tensor(start(out, 1, 0), "t", 0, 4, 8)),
                refused("a negative offset", damaged, out -> tensor(start(out, 1, 0), "t", 0, -32, 8)),
                refused(
                        "overlapping tensors",
                        damaged,
                        out -> tensor(tensor(start(out, 2, 0), "a", 0, 0, 16), "b", 0, 32, 8)),
                refused(
                        "a tensor twice",
                        damaged,
                        out -> tensor(tensor(start(out, 2, 0), "a", 0, 0, 8), "a", 0, 32, 8)));
    }

    @Test
    void everyCutOfAFileIsRefusedOrReadNotAnAccident() throws IOException {
        byte[] whole = Resources.bytes("sample.gguf");
        List<Integer> opened = new ArrayList<>();
        for (int length = 0; length < whole.length; length += 13) {
            Path file = Files.write(folder.resolve("cut.gguf"), Arrays.copyOf(whole, length));
            try (GgufFile cut = GgufFile.open(file)) {
                opened.add(cut.tensors().size());
            } catch (MillraceException e) {
                assertThat(e.code()).isIn(ErrorCode.MODEL_FILE_DAMAGED, ErrorCode.MODEL_FORMAT_UNSUPPORTED);
            }
        }
        assertThat(opened).isEmpty();
    }

    private static Arguments refused(String name, ErrorCode code, Consumer<HeaderBytes> header) {
        return argumentSet(name, code, header);
    }

    private static HeaderBytes start(HeaderBytes out, long tensors, long entries) {
        return out.u32(GgufHeader.MAGIC).u32(GgufHeader.VERSION).u64(tensors).u64(entries);
    }

    private static HeaderBytes tensor(HeaderBytes out, String name, int format, long begin, long... sizes) {
        out.text(name).u32(sizes.length);
        for (long size : sizes) {
            out.u64(size);
        }
        return out.u32(format).u64(begin);
    }

    private Path sample() throws IOException {
        return Files.write(folder.resolve("sample.gguf"), Resources.bytes("sample.gguf"));
    }

    private static void assertCode(ErrorCode code, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
