package dev.millrace.gateway.readmodel;

import dev.millrace.contracts.event.ModelPromoted;
import org.jdbi.v3.core.Handle;

/** Which models an alias was ever given to; the latest has it. Promotions of different models have no order but their time. */
final class PromotionProjection implements Projection<ModelPromoted> {
    @Override
    public Class<ModelPromoted> type() {
        return ModelPromoted.class;
    }

    @Override
    public void apply(Handle db, Fact<ModelPromoted> fact) {
        ModelPromoted promoted = fact.event();
        Rows.put(
                db,
                "promotions",
                3,
                "collection, alias, model_id, happened, event_json",
                promoted.collection(),
                promoted.alias(),
                promoted.modelId(),
                Fact.micros(promoted.at()),
                Rows.json(promoted));
    }
}
