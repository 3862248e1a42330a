package dev.millrace.model.training;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.Fixture;
import dev.millrace.model.decoder.PackedBatch;
import dev.millrace.model.training.PackedDataset.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PackedDatasetTest {
    private static final int CONTEXT = 16;

    @Test
    void takesEverySupervisedTokenExactlyOnce() {
        TokenDataset dataset = Fixture.documents(200, 40);
        PackedDataset packed = PackedDataset.pack(dataset, CONTEXT, 5);
        int[] seen = new int[dataset.tokens().length];
        for (Segment segment : segments(packed)) {
            IntStream.rangeClosed(segment.start() + 1, segment.start() + segment.length())
                    .forEach(i -> seen[i]++);
        }
        for (int document = 0; document < dataset.documents(); document++) {
            assertThat(seen[dataset.begin(document)]).isZero();
            for (int i = dataset.begin(document) + 1; i < dataset.end(document); i++) {
                assertThat(seen[i]).isLessThanOrEqualTo(1).isGreaterThanOrEqualTo(dataset.lossMask()[i]);
            }
        }
    }

    @Test
    void keepsDocumentsThatFitInOnePieceAndWindowsWithinTheContext() {
        TokenDataset dataset = Fixture.documents(200, CONTEXT);
        PackedDataset packed = PackedDataset.pack(dataset, CONTEXT, 5);
        assertThat(segments(packed)).hasSizeLessThanOrEqualTo(dataset.documents());
        for (int window = 0; window < packed.size(); window++) {
            int length =
                    packed.window(window).stream().mapToInt(Segment::length).sum();
            assertThat(length).isBetween(1, CONTEXT);
        }
    }

    @Test
    void isAFunctionOfDatasetContextAndSeed() {
        TokenDataset dataset = Fixture.documents(100, 30);
        List<Segment> first = segments(PackedDataset.pack(dataset, CONTEXT, 5));
        assertThat(segments(PackedDataset.pack(dataset, CONTEXT, 5))).isEqualTo(first);
        assertThat(segments(PackedDataset.pack(dataset, CONTEXT, 6))).isNotEqualTo(first);
    }

    @Test
    void batchPutsInputsBesideTheirNextTokens() {
        TokenDataset dataset = new TokenDataset(new int[] {5, 6, 7, 8}, new byte[] {1, 0, 1, 1}, new long[] {0, 4});
        PackedBatch batch = PackedDataset.pack(dataset, CONTEXT, 0).batch(List.of(0));
        assertThat(batch.inputs()).containsExactly(5, 6, 7);
        assertThat(batch.cuts()).containsExactly(0, 3);
        assertThat(batch.rows()).containsExactly(1, 2);
        assertThat(batch.targets()).containsExactly(7, 8);
    }

    @Test
    void refusesADatasetWithoutSupervision() {
        TokenDataset dataset = new TokenDataset(new int[] {5, 6}, new byte[2], new long[] {0, 2});
        assertThatThrownBy(() -> PackedDataset.pack(dataset, CONTEXT, 0))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LABELS_EMPTY));
    }

    @Test
    void samplerTakesEveryWindowOncePerEpochInAnotherOrder() {
        for (int windows : new int[] {1, 2, 3, 17, 64, 1000}) {
            WindowSampler sampler = new WindowSampler(windows, 9);
            List<Integer> first = sampler.range(0, windows);
            List<Integer> second = sampler.range(windows, windows);
            assertThat(first)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, windows).boxed().toList());
            assertThat(second).containsExactlyInAnyOrderElementsOf(first);
            if (windows > 10) {
                assertThat(second).isNotEqualTo(first);
            }
        }
    }

    @Test
    void permutationPutsNoThingAtTheFrontMoreOften() {
        int[] firsts = new int[8];
        LongStream.range(0, 8000).forEach(key -> firsts[(int) new KeyedPermutation(8, key).at(0)]++);
        assertThat(firsts)
                .satisfies(counts ->
                        IntStream.of(counts).forEach(count -> assertThat(count).isBetween(850, 1150)));
    }

    private static List<Segment> segments(PackedDataset packed) {
        List<Segment> segments = new ArrayList<>();
        IntStream.range(0, packed.size()).forEach(window -> segments.addAll(packed.window(window)));
        return segments;
    }
}
