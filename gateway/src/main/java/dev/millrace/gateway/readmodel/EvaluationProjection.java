package dev.millrace.gateway.readmodel;

import dev.millrace.contracts.event.EvaluationCompleted;
import org.jdbi.v3.core.Handle;

/** Evaluations. */
final class EvaluationProjection implements Projection<EvaluationCompleted> {
    @Override
    public Class<EvaluationCompleted> type() {
        return EvaluationCompleted.class;
    }

    @Override
    public void apply(Handle db, Fact<EvaluationCompleted> fact) {
        EvaluationCompleted evaluation = fact.event();
        Rows.put(
                db,
                "evaluations",
                1,
                "evaluation, model_id, collection, happened, event_json",
                evaluation.evaluation(),
                evaluation.modelId(),
                evaluation.collection(),
                Fact.micros(evaluation.at()),
                Rows.json(evaluation));
    }
}
