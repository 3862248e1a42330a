package dev.millrace.gateway.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.AccessKeyChanged.Role;
import dev.millrace.contracts.event.CheckpointWritten;
import dev.millrace.contracts.event.DatasetReady;
import dev.millrace.contracts.event.EvaluationCompleted;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.contracts.event.TrainingCommand;
import dev.millrace.contracts.event.TrainingMetrics;
import dev.millrace.contracts.event.TrainingRunChanged;
import dev.millrace.contracts.recipe.TrainingRecipe;
import dev.millrace.gateway.access.Allowed;
import dev.millrace.gateway.access.CurrentCaller;
import dev.millrace.gateway.answer.Bodies;
import dev.millrace.gateway.answer.Params;
import dev.millrace.gateway.answer.Refusal;
import dev.millrace.gateway.readmodel.Queries;
import dev.millrace.messaging.EventPublisher;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs: started, watched, paused, resumed, cancelled; and what models scored. */
@Path("/api/v1")
public final class RunsResource {
    private final Queries queries;
    private final EventPublisher publisher;
    private final CurrentCaller caller;
    private final Clock clock = Clock.systemUTC();

    RunsResource(Queries queries, EventPublisher publisher, CurrentCaller caller) {
        this.queries = queries;
        this.publisher = publisher;
        this.caller = caller;
    }

    /** A run and its newest metrics. */
    public record View(
            @JsonUnwrapped TrainingRunChanged run, @Nullable TrainingMetrics metrics) {}

    /** @param recipe null takes the collection's */
    public record Start(String dataset, @Nullable TrainingRecipe recipe) {}

    @GET
    @Path("runs")
    @Allowed({Role.OWNER, Role.MONITOR})
    public Page<TrainingRunChanged> list() {
        return Page.all(queries.runs().stream()
                .filter(run -> caller.get().mayUse(run.collection()))
                .toList());
    }

    @POST
    @Path("runs")
    @Allowed(Role.OWNER)
    public Response start(@Nullable InputStream body) {
        Start wish = Bodies.value(body, Start.class);
        if (wish == null || wish.dataset() == null) {
            throw Refusal.parameter("dataset", "A run has the version of a dataset.");
        }
        DatasetReady dataset = queries.dataset(wish.dataset()).stream()
                .filter(each -> caller.get().mayUse(each.collection()))
                .findFirst()
                .orElseThrow(() -> Refusal.unknown(ErrorCode.DATASET_UNKNOWN, wish.dataset()));
        String run = "run-" + UUID.randomUUID().toString().substring(0, 13);
        command(run, dataset.collection(), TrainingCommand.Action.START, dataset.version(), wish.recipe());
        return Response.accepted(Map.of("run", run)).build();
    }

    @GET
    @Path("runs/{run}")
    @Allowed({Role.OWNER, Role.MONITOR})
    public View get(@PathParam("run") String run) {
        return new View(existing(run), queries.lastMetrics(run).orElse(null));
    }

    @GET
    @Path("runs/{run}/metrics")
    @Allowed({Role.OWNER, Role.MONITOR})
    public Page<TrainingMetrics> metrics(@PathParam("run") String run, @QueryParam("from") @Nullable String from) {
        int first = Params.whole("from", from, 0, 0, Integer.MAX_VALUE);
        return Page.all(queries.metrics(existing(run).run(), first));
    }

    @GET
    @Path("runs/{run}/checkpoints")
    @Allowed({Role.OWNER, Role.MONITOR})
    public Page<CheckpointWritten> checkpoints(@PathParam("run") String run) {
        return Page.all(queries.checkpoints(existing(run).run()));
    }

    @POST
    @Path("runs/{run}/{action: cancel|pause|resume}")
    @Allowed(Role.OWNER)
    public Response command(@PathParam("run") String run, @PathParam("action") String action) {
        TrainingRunChanged known = existing(run);
        TrainingCommand.Action wished = TrainingCommand.Action.valueOf(action.toUpperCase(java.util.Locale.ROOT));
        command(run, known.collection(), wished, null, null);
        return Response.accepted(Map.of("run", run, "action", action)).build();
    }

    private void command(
            String run,
            String collection,
            TrainingCommand.Action action,
            @Nullable String dataset,
            @Nullable TrainingRecipe recipe) {
        publisher.publish(OutgoingEvent.to(
                Topic.TRAINING_COMMANDS,
                new TrainingCommand(
                        run,
                        action,
                        collection,
                        dataset,
                        recipe,
                        clock.instant(),
                        caller.get().name())));
    }

    private TrainingRunChanged existing(String run) {
        return queries.run(run)
                .filter(each -> caller.get().mayUse(each.collection()))
                .orElseThrow(() -> Refusal.unknown(ErrorCode.RUN_UNKNOWN, run));
    }

    @GET
    @Path("evaluations")
    @Allowed({Role.OWNER, Role.MONITOR})
    public Page<EvaluationCompleted> evaluations() {
        return Page.all(queries.evaluations().stream()
                .filter(each -> caller.get().mayUse(each.collection()))
                .toList());
    }

    @GET
    @Path("evaluations/{id}")
    @Allowed({Role.OWNER, Role.MONITOR})
    public EvaluationCompleted evaluation(@PathParam("id") String id) {
        return evaluations().items().stream()
                .filter(each -> each.evaluation().equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.unknown(ErrorCode.NOT_FOUND, id));
    }
}
