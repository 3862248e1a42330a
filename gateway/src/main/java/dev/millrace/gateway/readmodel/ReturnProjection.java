package dev.millrace.gateway.readmodel;

import dev.millrace.contracts.event.RunReturned;
import org.jdbi.v3.core.Handle;

/** A run went back: what it said of later steps until then no longer counts. */
final class ReturnProjection implements Projection<RunReturned> {
    @Override
    public Class<RunReturned> type() {
        return RunReturned.class;
    }

    @Override
    public void apply(Handle db, Fact<RunReturned> fact) {
        RunReturned back = fact.event();
        for (String table : new String[] {"metrics", "checkpoints"}) {
            db.createUpdate("DELETE FROM " + table + " WHERE run = ? AND step > ? AND generation <= ?")
                    .bind(0, back.run())
                    .bind(1, back.step())
                    .bind(2, back.generation())
                    .execute();
        }
    }
}
