package dev.millrace.trainer.messaging;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.DatasetReady;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.contracts.event.TrainingCommand;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.messaging.BatchHandler;
import dev.millrace.messaging.ReceivedRecord;
import dev.millrace.trainer.TrainerStep;
import dev.millrace.trainer.run.RunBoard;
import dev.millrace.trainer.run.RunEvents;
import dev.millrace.trainer.run.RunState;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Records commands and ready datasets as runs; the work is done elsewhere. */
public final class CommandHandler implements BatchHandler {
    private final TrainerStep step;
    private final Watch watch;
    private final RunBoard board;
    private final Catalog catalog;
    private final Clock clock;

    public CommandHandler(TrainerStep step, Watch watch, RunBoard board, Catalog catalog, Clock clock) {
        this.step = step;
        this.watch = watch;
        this.board = board;
        this.catalog = catalog;
        this.clock = clock;
    }

    @Override
    public List<OutgoingEvent> handle(List<ReceivedRecord> batch) {
        watch.catchUp();
        Batch known = new Batch();
        List<OutgoingEvent> events = new ArrayList<>();
        for (ReceivedRecord received : batch) {
            change(received.event().data(), known).ifPresent(state -> {
                known.changed(state);
                events.add(OutgoingEvent.to(Topic.TRAINING_RUNS, RunEvents.event(state, clock.instant())));
            });
        }
        return events;
    }

    private Optional<RunState> change(Event event, Batch known) {
        if (event instanceof DatasetReady ready) {
            return step.take(ready, known);
        }
        if (event instanceof TrainingCommand command) {
            return step.take(command, known);
        }
        throw new MillraceException(ErrorCode.EVENT_TYPE_UNKNOWN, "the topic takes no events of this type");
    }

    /** What has been said on the topics, and what this batch is about to say. */
    private final class Batch implements TrainerStep.Known {
        private final Map<String, RunState> changes = new HashMap<>();

        void changed(RunState state) {
            changes.put(state.facts().run(), state);
        }

        @Override
        public Optional<RunState> run(String id) {
            RunState changed = changes.get(id);
            return Optional.ofNullable(
                    changed != null ? changed : board.view(id).state());
        }

        @Override
        public Optional<Recipe> recipe(String collection, String version) {
            return catalog.recipe(collection, version);
        }

        @Override
        public Optional<Recipe> currentRecipe(String collection) {
            return catalog.currentRecipe(collection);
        }

        @Override
        public Optional<DatasetReady> dataset(String collection, @Nullable String version) {
            return catalog.dataset(collection, version);
        }
    }
}
