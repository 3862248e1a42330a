package dev.millrace.benchmarks.train;

import dev.millrace.model.training.PackedDataset;
import dev.millrace.model.training.TokenDataset;
import dev.millrace.model.training.WindowSampler;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReferenceDataTest {
    private static final long SEED = 7;

    @Test
    void aRunTakesTheRowsInTheirOwnOrder() {
        int count = 40;
        int row = Shape.LENGTH + 1;
        int[] rows = IntStream.range(0, count * row).toArray();

        TokenDataset dataset = ReferenceData.inOrder(rows, SEED);

        PackedDataset packed = PackedDataset.pack(dataset, Shape.LENGTH, SEED);
        WindowSampler sampler = new WindowSampler(packed.size(), SEED);
        for (int position = 0; position < count; position++) {
            int[] inputs = packed.batch(List.of(sampler.at(position))).inputs();
            assertThat(inputs)
                    .isEqualTo(IntStream.range(position * row, position * row + Shape.LENGTH)
                            .toArray());
        }
    }
}
