package dev.millrace.trainer.run;

import dev.millrace.contracts.Encoding;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.event.DatasetReady;
import dev.millrace.contracts.event.TokenShards;
import dev.millrace.contracts.event.TrainingCommand;
import dev.millrace.contracts.event.TrainingCommand.Action;
import dev.millrace.contracts.event.TrainingLease;
import dev.millrace.contracts.recipe.TrainingRecipe;
import dev.millrace.trainer.run.RunState.Requested;
import dev.millrace.trainer.run.RunState.Running;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RunBoardTest {
    private static final Duration LEASE = Duration.ofSeconds(20);

    private final AtomicLong clock = new AtomicLong();
    private final RunBoard board = new RunBoard(clock::get);
    private final Requested requested = new Requested(RunFacts.requested("r", dataset(), TrainingRecipe.defaults()));

    static DatasetReady dataset() {
        String hash = Hashes.sha256("x");
        ObjectRef object = new ObjectRef("b", "k", 0, 1, Encoding.IDENTITY, hash, "application/json");
        return new DatasetReady(
                "request",
                "c",
                "v1",
                hash,
                object,
                1,
                1,
                new TokenShards(object, hash, Map.of(), Map.of(), Map.of()),
                hash,
                Instant.EPOCH);
    }

    @Test
    void aRequestedRunMayBeClaimedAtOnce() {
        board.changed(requested);

        assertThat(board.claimable("a", LEASE)).contains("r");
        assertThat(board.view("r").nextGeneration()).isEqualTo(1);
    }

    @Test
    void aHeldRunIsLeftAloneUntilTwentySecondsPassWithoutASignOfLife() {
        board.changed(requested);
        board.heard(lease(1, "a", false));

        assertThat(board.claimable("b", LEASE)).isEmpty();
        clock.addAndGet(LEASE.toNanos() - 1);
        assertThat(board.claimable("b", LEASE)).isEmpty();
        board.heard(lease(1, "a", false));
        clock.addAndGet(LEASE.toNanos() - 1);
        assertThat(board.claimable("b", LEASE)).isEmpty();
        clock.addAndGet(1);
        assertThat(board.claimable("b", LEASE)).contains("r");
        assertThat(board.view("r").nextGeneration()).isEqualTo(2);
    }

    @Test
    void aTrainerThatComesBackInItsSlotGoesOnAtOnce() {
        board.changed(requested);
        board.heard(lease(1, "a", false));

        assertThat(board.claimable("a", LEASE)).contains("r");
    }

    @Test
    void aReleasedRunIsFreeAndAZombiesHeartbeatDoesNotHoldIt() {
        board.changed(requested);
        board.heard(lease(2, "b", true));
        board.heard(lease(1, "a", false));

        assertThat(board.claimable("c", LEASE)).contains("r");
        assertThat(board.view("r").nextGeneration()).isEqualTo(3);
    }

    @Test
    void aClaimWithoutAWordCountsAsASignOfLife() {
        board.changed(requested);
        board.claimed("r", 4);

        assertThat(board.claimable("a", LEASE)).isEmpty();
        clock.addAndGet(LEASE.toNanos());
        assertThat(board.claimable("a", LEASE)).contains("r");
        assertThat(board.view("r").nextGeneration()).isEqualTo(5);
    }

    @Test
    void nothingFollowsAFinalStateAndAnEarlierGenerationSaysNothingAnyMore() {
        Running first = requested.claimedBy(1).orElseThrow();
        Running second = requested.claimedBy(2).orElseThrow().progressed(8);
        board.changed(second);
        board.changed(first.progressed(99));
        assertThat(board.view("r").state()).isEqualTo(second);

        board.changed(second.fail(ErrorCode.RUN_DIVERGED, "for the test"));
        board.changed(second.progressed(9));
        clock.addAndGet(LEASE.toNanos());

        assertThat(board.view("r").state()).isInstanceOf(RunState.Failed.class);
        assertThat(board.claimable("a", LEASE)).isEmpty();
    }

    @Test
    void aPausedRunWaitsUntilItIsResumedAndACancelledOneStaysCancelled() {
        board.commanded(command(Action.PAUSE));
        board.changed(requested.pause());
        assertThat(board.claimable("a", LEASE)).isEmpty();

        board.commanded(command(Action.RESUME));
        board.changed(requested.pause().resume());
        assertThat(board.claimable("a", LEASE)).contains("r");

        board.commanded(command(Action.CANCEL));
        board.commanded(command(Action.RESUME));
        assertThat(board.view("r").wish()).isEqualTo(Wish.CANCEL);
    }

    @Test
    void aGenerationFollowsTheOneBefore() {
        Running held = requested.claimedBy(3).orElseThrow();

        assertThatThrownBy(() -> held.claimedBy(3)).isInstanceOf(IllegalArgumentException.class);
        assertThat(held.cancel().claimedBy(4)).isEmpty();
    }

    private static TrainingLease lease(int generation, String holder, boolean released) {
        return new TrainingLease("r", generation, holder, released, Instant.EPOCH);
    }

    private static TrainingCommand command(Action action) {
        return new TrainingCommand("r", action, "c", null, null, Instant.EPOCH, "test");
    }
}
