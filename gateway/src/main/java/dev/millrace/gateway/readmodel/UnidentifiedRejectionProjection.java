package dev.millrace.gateway.readmodel;

import dev.millrace.contracts.event.DocumentRejected;
import org.jdbi.v3.core.Handle;

/** Rejections of records without a readable identity are counted by where they lay. */
final class UnidentifiedRejectionProjection implements Projection<DocumentRejected> {
    @Override
    public Class<DocumentRejected> type() {
        return DocumentRejected.class;
    }

    @Override
    public void apply(Handle db, Fact<DocumentRejected> fact) {
        DocumentRejected rejected = fact.event();
        if (rejected.document() == null) {
            Rows.put(
                    db,
                    "rejections",
                    3,
                    "topic, part, record, code",
                    rejected.origin().topic(),
                    rejected.origin().partition(),
                    rejected.origin().offset(),
                    rejected.code().name());
        }
    }
}
