package dev.millrace.model.gguf;

import dev.millrace.gguf.GgufFile;
import dev.millrace.model.safetensors.ShardedTensors;
import dev.millrace.model.safetensors.TensorInfo;
import dev.millrace.model.safetensors.TensorSource;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * TR-2: a published GGUF file against the bfloat16 directory that the reference made of it. Give
 * {@code -Dmillrace.gguf=FILE -Dmillrace.gguf.directory=DIR}.
 */
class GgufRealModelIT {
    @Test
    void everyWeightRoundsToTheReferencesBfloat16() {
        String file = System.getProperty("millrace.gguf");
        String directory = System.getProperty("millrace.gguf.directory");
        assumeTrue(
                file != null && directory != null, "no real file: give -Dmillrace.gguf and -Dmillrace.gguf.directory");
        try (TensorSource imported = GgufTensors.of(GgufFile.open(Path.of(file)));
                TensorSource expected = ShardedTensors.open(Path.of(directory))) {
            assertThat(imported.names()).containsExactlyInAnyOrderElementsOf(expected.names());
            List<String> differing = expected.names().stream()
                    .filter(name -> !isSame(imported, expected, name))
                    .toList();
            assertThat(differing).isEmpty();
        }
    }

    private static boolean isSame(TensorSource imported, TensorSource expected, String name) {
        TensorInfo info = expected.info(name);
        FloatBuffer ours = FloatBuffer.allocate((int) info.elements());
        FloatBuffer theirs = FloatBuffer.allocate((int) info.elements());
        imported.copyFloats(name, ours);
        expected.copyFloats(name, theirs);
        return info.shape().equals(imported.info(name).shape())
                && IntStream.range(0, ours.capacity()).allMatch(i -> rounded(ours.get(i)) == bits(theirs.get(i)));
    }

    private static int rounded(float value) {
        int bits = bits(value);
        return (bits + 0x7fff + ((bits >>> 16) & 1)) & 0xffff0000;
    }

    private static int bits(float value) {
        return Float.floatToRawIntBits(value);
    }
}
