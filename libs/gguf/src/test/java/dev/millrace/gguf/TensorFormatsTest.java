package dev.millrace.gguf;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** TR-2 and TR-9: the number formats against the reference's, bit for bit. */
class TensorFormatsTest {
    @ParameterizedTest
    @EnumSource
    void storedBlocksAreTheReferencesNumbers(TensorFormat format) {
        ByteBuffer stored = Resources.little("read-" + format);
        byte[] expected = Resources.bytes("read-" + format + ".f32");
        FloatBuffer values = FloatBuffer.allocate(expected.length / Float.BYTES);

        Dequantiser.read(format, stored, values);

        assertThat(values.remaining()).isZero();
        assertThat(bytes(values.flip())).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "BF16", "Q8_0", "Q4_0"})
    void numbersAreStoredAsTheReferenceStoresThem(TensorFormat format) {
        FloatBuffer values = Resources.little("write.f32").asFloatBuffer();
        byte[] expected = Resources.bytes("write-" + format);
        ByteBuffer stored = ByteBuffer.allocate(expected.length).order(ByteOrder.LITTLE_ENDIAN);

        Quantiser.write(format, values, stored);

        assertThat(stored.remaining()).isZero();
        assertThat(stored.array()).isEqualTo(expected);
    }

    @Test
    void aWeightThatIsNoNumberIsNotQuantised() {
        float[] values = new float[32];
        values[7] = Float.NaN;

        assertThatThrownBy(() -> Quantiser.write(TensorFormat.Q8_0, FloatBuffer.wrap(values), ByteBuffer.allocate(34)))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_FILE_DAMAGED));
    }

    private static byte[] bytes(FloatBuffer values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.remaining() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }
}
