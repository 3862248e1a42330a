package dev.millrace.gateway.readmodel;

import dev.millrace.contracts.event.CheckpointDropped;
import org.jdbi.v3.core.Handle;

/** A checkpoint that is no longer there. */
final class CheckpointDroppedProjection implements Projection<CheckpointDropped> {
    @Override
    public Class<CheckpointDropped> type() {
        return CheckpointDropped.class;
    }

    @Override
    public void apply(Handle db, Fact<CheckpointDropped> fact) {
        CheckpointDropped dropped = fact.event();
        db.createUpdate("DELETE FROM checkpoints WHERE run = ? AND step = ? AND generation = ?")
                .bind(0, dropped.run())
                .bind(1, dropped.step())
                .bind(2, dropped.generation())
                .execute();
    }
}
