package dev.millrace.gateway.readmodel;

import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.event.AccessKeyChanged;
import dev.millrace.contracts.event.CheckpointWritten;
import dev.millrace.contracts.event.CollectionRecorded;
import dev.millrace.contracts.event.DatasetFailed;
import dev.millrace.contracts.event.DatasetReady;
import dev.millrace.contracts.event.EvaluationCompleted;
import dev.millrace.contracts.event.ModelPromoted;
import dev.millrace.contracts.event.TrainingCommand;
import dev.millrace.contracts.event.TrainingMetrics;
import dev.millrace.contracts.event.TrainingRunChanged;
import dev.millrace.contracts.recipe.TrainingRecipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everything the API reads. */
public final class Queries {
    private final Database database;

    public Queries(Database database) {
        this.database = database;
    }

    /** @param after the last id of the page before; empty for the first */
    public List<DocumentView> documents(String collection, @Nullable String outcome, String after, int limit) {
        return list(
                DocumentView.class,
                "SELECT view_json FROM documents WHERE collection = ? AND document_id > ?"
                        + (outcome == null ? " AND CAST(? AS VARCHAR) IS NULL" : " AND outcome = ?")
                        + " ORDER BY document_id LIMIT " + limit,
                collection,
                after,
                outcome);
    }

    public Optional<DocumentView> document(DocumentId id) {
        return one(
                DocumentView.class,
                "SELECT view_json FROM documents WHERE collection = ? AND document_id = ?",
                id.collection(),
                id.documentId());
    }

    public List<HistoryEntry> history(DocumentId id) {
        return database.with(db -> DocumentRows.history(db, id));
    }

    /** Versions of datasets the document is in. */
    public List<String> datasetsOf(DocumentId id) {
        return database.with(db -> db.createQuery(
                        "SELECT version FROM dataset_documents WHERE collection = ? AND document_id = ? ORDER BY"
                                + " version")
                .bind(0, id.collection())
                .bind(1, id.documentId())
                .mapTo(String.class)
                .list());
    }

    /** Number of a collection's documents by outcome. */
    public Map<String, Long> outcomes(String collection) {
        return database.with(db -> {
            Map<String, Long> counts = new TreeMap<>();
            db.createQuery("SELECT outcome, COUNT(*) FROM documents WHERE collection = ? GROUP BY outcome")
                    .bind(0, collection)
                    .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
                    .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
            return counts;
        });
    }

    public List<CollectionRecorded> collections() {
        return list(CollectionRecorded.class, "SELECT event_json FROM collections ORDER BY name");
    }

    public Optional<CollectionRecorded> collection(String name) {
        return one(CollectionRecorded.class, "SELECT event_json FROM collections WHERE name = ?", name);
    }

    public List<DatasetReady> datasets() {
        return list(DatasetReady.class, "SELECT event_json FROM datasets ORDER BY happened DESC, version");
    }

    public List<DatasetReady> dataset(String version) {
        return list(DatasetReady.class, "SELECT event_json FROM datasets WHERE version = ?", version);
    }

    /** How a request for a dataset stands. */
    public record Request(
            String collection,
            @Nullable String version,
            @Nullable DatasetFailed failed) {}

    public Optional<Request> request(String request) {
        return database.with(db -> db.createQuery(
                        "SELECT collection, version, failed_json FROM dataset_requests WHERE request = ?")
                .bind(0, request)
                .map((row, context) -> new Request(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3) == null ? null : Rows.read(row.getString(3), DatasetFailed.class)))
                .findFirst());
    }

    /** Those that no trainer has spoken of first, then the one that changed last. */
    public List<TrainingRunChanged> runs() {
        List<TrainingRunChanged> all = new ArrayList<>(
                requested(
                        "SELECT event_json FROM run_requests WHERE run NOT IN (SELECT run FROM runs) ORDER BY happened DESC, run"));
        all.addAll(list(TrainingRunChanged.class, "SELECT event_json FROM runs ORDER BY happened DESC, run"));
        return all;
    }

    /** As the trainer says; as it was asked for while no trainer has spoken of it. */
    public Optional<TrainingRunChanged> run(String run) {
        return one(TrainingRunChanged.class, "SELECT event_json FROM runs WHERE run = ?", run)
                .or(() -> requested("SELECT event_json FROM run_requests WHERE run = ?", run).stream()
                        .findFirst());
    }

    private List<TrainingRunChanged> requested(String sql, @Nullable Object... values) {
        return list(TrainingCommand.class, sql, values).stream()
                .flatMap(asked -> dataset(String.valueOf(asked.datasetVersion())).stream()
                        .filter(dataset -> dataset.collection().equals(asked.collection()))
                        .limit(1)
                        .map(dataset -> RequestedRun.of(asked, dataset, training(asked.collection()))))
                .toList();
    }

    private TrainingRecipe training(String collection) {
        return collection(collection)
                .map(recorded -> recorded.recipe().training())
                .orElseGet(TrainingRecipe::defaults);
    }

    /** @param from the first step */
    public List<TrainingMetrics> metrics(String run, int from) {
        return list(
                TrainingMetrics.class,
                "SELECT event_json FROM metrics WHERE run = ? AND step >= ? ORDER BY step",
                run,
                from);
    }

    public Optional<TrainingMetrics> lastMetrics(String run) {
        return one(
                TrainingMetrics.class, "SELECT event_json FROM metrics WHERE run = ? ORDER BY step DESC LIMIT 1", run);
    }

    public List<CheckpointWritten> checkpoints(String run) {
        return list(CheckpointWritten.class, "SELECT event_json FROM checkpoints WHERE run = ? ORDER BY step", run);
    }

    public List<EvaluationCompleted> evaluations() {
        return list(EvaluationCompleted.class, "SELECT event_json FROM evaluations ORDER BY happened DESC, evaluation");
    }

    /** The model that a collection's alias points at. */
    public Optional<ModelPromoted> promoted(String collection, String alias) {
        return one(
                ModelPromoted.class,
                "SELECT event_json FROM promotions WHERE collection = ? AND alias = ? ORDER BY happened DESC, model_id"
                        + " LIMIT 1",
                collection,
                alias);
    }

    public List<AccessKeyChanged> keys() {
        return list(AccessKeyChanged.class, "SELECT event_json FROM access_keys ORDER BY key_id");
    }

    public Optional<AccessKeyChanged> key(String keyId) {
        return one(AccessKeyChanged.class, "SELECT event_json FROM access_keys WHERE key_id = ?", keyId);
    }

    private <T> Optional<T> one(Class<T> type, String sql, @Nullable Object... values) {
        return list(type, sql, values).stream().findFirst();
    }

    private <T> List<T> list(Class<T> type, String sql, @Nullable Object... values) {
        return database.with(db -> db.select(sql, values).mapTo(String.class).list().stream()
                .map(json -> Rows.read(json, type))
                .toList());
    }
}
