package dev.millrace.gateway.readmodel;

import dev.millrace.contracts.event.CheckpointWritten;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.TrainingMetrics;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jdbi.v3.core.Handle;

/** What a run says step by step; a step that was done again after a crash counts once, as its last holder did it. */
final class StepProjection<E extends Event> implements Projection<E> {
    private final Class<E> type;
    private final String table;
    private final Function<E, String> run;
    private final ToIntFunction<E> step;
    private final ToIntFunction<E> generation;

    private StepProjection(
            Class<E> type, String table, Function<E, String> run, ToIntFunction<E> step, ToIntFunction<E> generation) {
        this.type = type;
        this.table = table;
        this.run = run;
        this.step = step;
        this.generation = generation;
    }

    static StepProjection<TrainingMetrics> metrics() {
        return new StepProjection<>(
                TrainingMetrics.class,
                "metrics",
                TrainingMetrics::run,
                TrainingMetrics::step,
                TrainingMetrics::generation);
    }

    static StepProjection<CheckpointWritten> checkpoints() {
        return new StepProjection<>(
                CheckpointWritten.class,
                "checkpoints",
                CheckpointWritten::run,
                CheckpointWritten::step,
                CheckpointWritten::generation);
    }

    @Override
    public Class<E> type() {
        return type;
    }

    @Override
    public void apply(Handle db, Fact<E> fact) {
        E event = fact.event();
        boolean stale = db.createQuery("SELECT generation FROM " + table + " WHERE run = ? AND step = ?")
                .bind(0, run.apply(event))
                .bind(1, step.applyAsInt(event))
                .mapTo(Integer.class)
                .findFirst()
                .filter(there -> there > generation.applyAsInt(event))
                .isPresent();
        if (!stale) {
            Rows.put(
                    db,
                    table,
                    2,
                    "run, step, generation, event_json",
                    run.apply(event),
                    step.applyAsInt(event),
                    generation.applyAsInt(event),
                    Rows.json(event));
        }
    }
}
