package dev.millrace.trainer.work;

import dev.millrace.contracts.Encoding;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.event.CheckpointWritten;
import dev.millrace.contracts.recipe.CheckpointRecipe;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RetentionTest {
    private static final ObjectRef MANIFEST =
            new ObjectRef("b", "k", 0, 1, Encoding.IDENTITY, Hashes.sha256("x"), "application/json");

    /** Ten of them, the third the best. */
    private static final List<CheckpointWritten> ALL = IntStream.rangeClosed(1, 10)
            .mapToObj(i -> checkpoint(i * 10, i == 3 ? 1.0 : 2.0 + i))
            .toList();

    private static CheckpointWritten checkpoint(int step, @Nullable Double loss) {
        return new CheckpointWritten("r", 1, step, MANIFEST, loss, null, Instant.EPOCH);
    }

    private static List<Integer> kept(@Nullable CheckpointRecipe recipe, List<CheckpointWritten> announced) {
        List<CheckpointWritten> dropped = new Retention(recipe).dropped(announced);
        return announced.stream()
                .filter(each -> !dropped.contains(each))
                .map(CheckpointWritten::step)
                .toList();
    }

    @Test
    void everythingIsKeptWhenNothingIsSaid() {
        assertThat(kept(null, ALL)).hasSize(10);
        assertThat(kept(CheckpointRecipe.usual(), ALL)).hasSize(10);
    }

    @Test
    void theLatestTheBestAndEveryNthAreKept() {
        assertThat(kept(new CheckpointRecipe(1, null, null, null), ALL)).containsExactly(100);
        assertThat(kept(new CheckpointRecipe(3, null, null, null), ALL)).containsExactly(80, 90, 100);
        assertThat(kept(new CheckpointRecipe(1, true, 40, null), ALL)).containsExactly(30, 40, 80, 100);
        assertThat(kept(new CheckpointRecipe(null, true, null, null), ALL)).containsExactly(30, 90, 100);
    }

    @Test
    void theOnlyOneIsNeverDroppedAndOfOneStepTheNewerGenerationCounts() {
        CheckpointRecipe one = new CheckpointRecipe(1, null, null, null);
        CheckpointWritten again = new CheckpointWritten("r", 2, 10, MANIFEST, null, null, Instant.EPOCH);

        assertThat(new Retention(one).dropped(ALL.subList(0, 1))).isEmpty();
        assertThat(new Retention(one).dropped(List.of(again, checkpoint(10, null))))
                .containsExactly(checkpoint(10, null));
    }
}
