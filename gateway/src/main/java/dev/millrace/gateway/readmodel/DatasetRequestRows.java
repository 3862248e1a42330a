package dev.millrace.gateway.readmodel;

import org.jdbi.v3.core.Handle;

/** A request and its answer come on different topics, in any order: each fills its own column. */
final class DatasetRequestRows {
    private DatasetRequestRows() {}

    static void set(Handle db, String request, String collection, String column, String value) {
        Rows.ensure(db, "dataset_requests", 2, "request, collection", request, collection);
        db.execute(
                "UPDATE dataset_requests SET " + column + " = ? WHERE request = ? AND collection = ?",
                value,
                request,
                collection);
    }
}
