package dev.millrace.formatting.tokens;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ShardTest {
    /** Also beyond what a shard first has room for. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 1023, 1024, 3000})
    void isReadBackAsItWasWritten(int examples) {
        Random random = new Random(examples);
        Shard shard = new Shard(false);
        List<Integer> tokens = new ArrayList<>();
        List<Byte> mask = new ArrayList<>();
        List<Long> offsets = new ArrayList<>(List.of(0L));
        List<Integer> rows = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < examples; i++) {
            for (int j = random.nextInt(60); j > 0; j--) {
                boolean counts = random.nextBoolean();
                tokens.add(random.nextInt(1 << 20));
                mask.add((byte) (counts ? 1 : 0));
                shard.token(tokens.getLast(), counts);
            }
            offsets.add((long) tokens.size());
            rows.add(i / 3);
            numbers.add(i % 3);
            shard.endExample(i / 3, i % 3, true);
        }

        SafetensorsReader read = new SafetensorsReader(shard.toSafetensors());

        assertThat(read.begin() % 8).isZero();
        assertThat(read.ints("tokens")).containsExactly(ints(tokens));
        assertThat(read.bytes("loss_mask")).hasSize(mask.size()).isEqualTo(bytes(mask));
        assertThat(read.longs("document_offsets"))
                .containsExactly(offsets.stream().mapToLong(Long::longValue).toArray());
        assertThat(read.ints("example_rows")).containsExactly(ints(rows));
        assertThat(read.ints("example_numbers")).containsExactly(ints(numbers));
        assertThat(shard.length()).isEqualTo(tokens.size());
        assertThat(shard.supervised())
                .isEqualTo(mask.stream().filter(each -> each == 1).count());
    }

    @Test
    void theSameContentIsTheSameBytes() {
        assertThat(filled().toSafetensors()).isEqualTo(filled().toSafetensors());
    }

    @Test
    void aLabelledShardTellsWhichAnswersAreWanted() {
        Shard shard = new Shard(true);
        for (int i = 0; i < 3000; i++) {
            shard.token(i, true);
            shard.endExample(i / 2, 0, i % 2 == 0);
        }

        SafetensorsReader read = new SafetensorsReader(shard.toSafetensors());

        assertThat(read.bytes("labels")).hasSize(3000).startsWith(1, 0, 1).endsWith(1, 0);
        assertThat(read.ints("tokens")).hasSize(3000).endsWith(2999);
    }

    private static Shard filled() {
        Shard shard = new Shard(false);
        shard.token(7, true);
        shard.endExample(0, 0, true);
        return shard;
    }

    private static int[] ints(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    private static byte[] bytes(List<Byte> numbers) {
        byte[] bytes = new byte[numbers.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = numbers.get(i);
        }
        return bytes;
    }
}
