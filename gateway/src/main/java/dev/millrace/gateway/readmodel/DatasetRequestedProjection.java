package dev.millrace.gateway.readmodel;

import dev.millrace.contracts.event.DatasetRequested;
import org.jdbi.v3.core.Handle;

/** Requests for datasets. Their answers may be read first. */
final class DatasetRequestedProjection implements Projection<DatasetRequested> {
    @Override
    public Class<DatasetRequested> type() {
        return DatasetRequested.class;
    }

    @Override
    public void apply(Handle db, Fact<DatasetRequested> fact) {
        DatasetRequested requested = fact.event();
        DatasetRequestRows.set(db, requested.request(), requested.collection(), "requested_json", Rows.json(requested));
    }
}
