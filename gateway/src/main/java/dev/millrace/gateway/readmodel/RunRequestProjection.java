package dev.millrace.gateway.readmodel;

import dev.millrace.contracts.event.TrainingCommand;
import org.jdbi.v3.core.Handle;

/** Runs somebody asked for, until a trainer speaks of them. */
final class RunRequestProjection implements Projection<TrainingCommand> {
    @Override
    public Class<TrainingCommand> type() {
        return TrainingCommand.class;
    }

    @Override
    public void apply(Handle db, Fact<TrainingCommand> fact) {
        TrainingCommand command = fact.event();
        if (command.action() == TrainingCommand.Action.START) {
            Rows.put(
                    db,
                    "run_requests",
                    1,
                    "run, collection, happened, event_json",
                    command.run(),
                    command.collection(),
                    Fact.micros(command.at()),
                    Rows.json(command));
        }
    }
}
