package dev.millrace.gateway.readmodel;

import dev.millrace.contracts.event.DatasetFailed;
import org.jdbi.v3.core.Handle;

/** Requests that came to nothing. */
final class DatasetFailedProjection implements Projection<DatasetFailed> {
    @Override
    public Class<DatasetFailed> type() {
        return DatasetFailed.class;
    }

    @Override
    public void apply(Handle db, Fact<DatasetFailed> fact) {
        DatasetFailed failed = fact.event();
        DatasetRequestRows.set(db, failed.request(), failed.collection(), "failed_json", Rows.json(failed));
    }
}
