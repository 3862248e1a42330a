package dev.millrace.gateway.readmodel;

import dev.millrace.contracts.ErrorKind;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.event.DatasetReady;
import dev.millrace.contracts.manifest.DatasetManifest;
import dev.millrace.contracts.manifest.DatasetRow;
import dev.millrace.storage.ObjectReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Sealed datasets, and which documents are in them: that stands in the manifest, which never changes. */
final class DatasetReadyProjection implements Projection<DatasetReady> {
    private final ObjectReader objects;
    private final BiConsumer<DatasetReady, MillraceException> withoutRows;

    /** @param withoutRows hears of datasets whose rows can no longer be read */
    DatasetReadyProjection(ObjectReader objects, BiConsumer<DatasetReady, MillraceException> withoutRows) {
        this.objects = objects;
        this.withoutRows = withoutRows;
    }

    @Override
    public Class<DatasetReady> type() {
        return DatasetReady.class;
    }

    @Override
    public void apply(Handle db, Fact<DatasetReady> fact) {
        DatasetReady ready = fact.event();
        DatasetRequestRows.set(db, ready.request(), ready.collection(), "version", ready.version());
        Rows.put(
                db,
                "datasets",
                2,
                "version, collection, happened, event_json",
                ready.version(),
                ready.collection(),
                Fact.micros(ready.at()),
                Rows.json(ready));
        replaceDocuments(db, ready);
    }

    private void replaceDocuments(Handle db, DatasetReady ready) {
        List<DatasetRow> rows = rows(ready);
        db.execute(
                "DELETE FROM dataset_documents WHERE version = ? AND collection = ?",
                ready.version(),
                ready.collection());
        PreparedBatch batch = db.prepareBatch("INSERT INTO dataset_documents VALUES (?, ?, ?, ?, ?)");
        rows.forEach(row -> batch.add(ready.version(), ready.collection(), row.documentId(), row.split(), row.count()));
        batch.execute();
    }

    private List<DatasetRow> rows(DatasetReady ready) {
        try {
            DatasetManifest manifest = Json.read(objects.read(ready.manifest()), DatasetManifest.class);
            return new String(objects.read(manifest.rows()), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .map(line -> Rows.read(line, DatasetRow.class))
                    .toList();
        } catch (MillraceException e) {
            if (e.kind() == ErrorKind.EXTERNAL && e.code() != dev.millrace.contracts.ErrorCode.OBJECT_MISSING) {
                throw e;
            }
            withoutRows.accept(ready, e);
            return List.of();
        }
    }
}
