package dev.millrace.gateway.readmodel;

import dev.millrace.contracts.event.TrainingRunChanged;
import org.jdbi.v3.core.Handle;

/** Where runs stand. What an older holder of a run says no longer counts (I9, I12). */
final class RunProjection implements Projection<TrainingRunChanged> {
    @Override
    public Class<TrainingRunChanged> type() {
        return TrainingRunChanged.class;
    }

    @Override
    public void apply(Handle db, Fact<TrainingRunChanged> fact) {
        TrainingRunChanged run = fact.event();
        boolean stale = db.createQuery("SELECT generation FROM runs WHERE run = ?")
                .bind(0, run.run())
                .mapTo(Integer.class)
                .findFirst()
                .filter(generation -> generation > run.generation())
                .isPresent();
        if (!stale) {
            Rows.put(
                    db,
                    "runs",
                    1,
                    "run, collection, generation, model_id, happened, event_json",
                    run.run(),
                    run.collection(),
                    run.generation(),
                    run.model() == null ? null : run.modelId(),
                    Fact.micros(run.at()),
                    Rows.json(run));
        }
    }
}
