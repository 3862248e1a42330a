package dev.millrace.gateway.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.event.AccessKeyChanged.Role;
import dev.millrace.contracts.event.CheckpointWritten;
import dev.millrace.contracts.event.DatasetReady;
import dev.millrace.contracts.event.TrainingCommand;
import dev.millrace.contracts.event.TrainingMetrics;
import dev.millrace.contracts.event.TrainingRunChanged;
import dev.millrace.contracts.recipe.TrainingRecipe;
import dev.millrace.gateway.GatewayStep;
import dev.millrace.gateway.access.Allowed;
import dev.millrace.gateway.access.CurrentCaller;
import dev.millrace.gateway.answer.Bodies;
import dev.millrace.gateway.answer.Fails;
import dev.millrace.gateway.answer.Params;
import dev.millrace.gateway.answer.Refusal;
import dev.millrace.gateway.readmodel.Queries;
import dev.millrace.messaging.EventPublisher;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Clock;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Runs: started, watched, paused, resumed, cancelled. */
@Path("/api/v1/runs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Runs", description = "Trainings: started, watched, paused, resumed, cancelled.")
public final class RunsResource {
    private final GatewayStep step;
    private final Queries queries;
    private final EventPublisher publisher;
    private final CurrentCaller caller;
    private final Clock clock = Clock.systemUTC();

    RunsResource(GatewayStep step, Queries queries, EventPublisher publisher, CurrentCaller caller) {
        this.step = step;
        this.queries = queries;
        this.publisher = publisher;
        this.caller = caller;
    }

    /** A run and its newest metrics. {@code changed} is no property of a run: the API document would lose the one of this name. */
    @Schema(name = "Run")
    public record View(
            @JsonUnwrapped TrainingRunChanged state,
            @Nullable TrainingMetrics metrics) {}

    /** @param recipe null takes the collection's */
    @Schema(name = "RunWish")
    public record Start(String dataset, @Nullable TrainingRecipe recipe) {}

    /** @param action start, cancel, pause, resume or revert */
    @Schema(name = "RunCommand")
    public record Commanded(
            String run,

            @Schema(enumeration = {"start", "cancel", "pause", "resume", "revert"})
            String action) {}

    @GET
    @Allowed({Role.OWNER, Role.MONITOR})
    @Operation(operationId = "listRuns", summary = "Runs, the one that changed last first")
    public Page<TrainingRunChanged> list() {
        return Page.all(queries.runs().stream()
                .filter(run -> caller.get().mayUse(run.collection()))
                .toList());
    }

    @POST
    @Allowed(Role.OWNER)
    @Operation(
            operationId = "startRun",
            summary = "Asks for a run on a dataset version",
            description = "The run can be read at once; its state is requested until a trainer has taken the command.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Start.class)))
    @APIResponseSchema(value = Commanded.class, responseCode = "202", responseDescription = "The command is recorded")
    @Fails({ErrorCode.DATASET_UNKNOWN, ErrorCode.REQUEST_TOO_LARGE, ErrorCode.BROKER_UNAVAILABLE})
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
        publisher.publish(step.startRun(run, dataset.collection(), dataset.version(), wish.recipe(), wish()));
        OwnWrites.await(() -> queries.run(run));
        return Response.accepted(new Commanded(run, "start")).build();
    }

    @GET
    @Path("{run}")
    @Allowed({Role.OWNER, Role.MONITOR})
    @Operation(operationId = "getRun", summary = "One run with its newest metrics")
    @Fails(ErrorCode.RUN_UNKNOWN)
    public View get(@PathParam("run") String run) {
        return new View(existing(run), queries.lastMetrics(run).orElse(null));
    }

    @GET
    @Path("{run}/metrics")
    @Allowed({Role.OWNER, Role.MONITOR})
    @Operation(operationId = "listMetrics", summary = "What each step of a run measured")
    @Fails(ErrorCode.RUN_UNKNOWN)
    public Page<TrainingMetrics> metrics(
            @PathParam("run") String run,
            @Parameter(
                            description = "the first step",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", defaultValue = "0"))
                    @QueryParam("from")
                    @Nullable
                    String from) {
        int first = Params.whole("from", from, 0, 0, Integer.MAX_VALUE);
        return Page.all(queries.metrics(existing(run).run(), first));
    }

    @GET
    @Path("{run}/checkpoints")
    @Allowed({Role.OWNER, Role.MONITOR})
    @Operation(operationId = "listCheckpoints", summary = "Checkpoints of a run, by step")
    @Fails(ErrorCode.RUN_UNKNOWN)
    public Page<CheckpointWritten> checkpoints(@PathParam("run") String run) {
        return Page.all(queries.checkpoints(existing(run).run()));
    }

    @POST
    @Path("{run}/{action: cancel|pause|resume}")
    @Allowed(Role.OWNER)
    @Operation(operationId = "commandRun", summary = "Cancels, pauses or resumes a run")
    @APIResponseSchema(value = Commanded.class, responseCode = "202", responseDescription = "The command is recorded")
    @Fails({ErrorCode.RUN_UNKNOWN, ErrorCode.BROKER_UNAVAILABLE})
    public Response command(
            @PathParam("run") String run,
            @Parameter(
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"cancel", "pause", "resume"}))
                    @PathParam("action")
                    String action) {
        TrainingRunChanged known = existing(run);
        TrainingCommand.Action wished = TrainingCommand.Action.valueOf(action.toUpperCase(Locale.ROOT));
        publisher.publish(step.command(run, wished, known.collection(), wish()));
        return Response.accepted(new Commanded(run, action)).build();
    }

    @POST
    @Path("{run}/revert")
    @Allowed(Role.OWNER)
    @Operation(
            operationId = "revertRun",
            summary = "Lets a run go on from an earlier checkpoint",
            description = "Metrics and checkpoints of later steps no longer count; the steps are done again.")
    @APIResponseSchema(value = Commanded.class, responseCode = "202", responseDescription = "The command is recorded")
    @Fails({ErrorCode.RUN_UNKNOWN, ErrorCode.CONFLICT, ErrorCode.BROKER_UNAVAILABLE})
    public Response revert(
            @PathParam("run") String run,
            @Parameter(
                            description = "the last checkpoint up to this step is used; 0 is the beginning",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
                    @QueryParam("step")
                    @Nullable
                    String step) {
        TrainingRunChanged known = existing(run);
        if (step == null) {
            throw Refusal.parameter("step", "A run goes back to a step.");
        }
        int checkpoint = Params.whole("step", step, 0, 0, Integer.MAX_VALUE);
        if (known.state().isFinal()) {
            throw Refusal.of(ErrorCode.CONFLICT, "A run that has ended does not go back.");
        }
        publisher.publish(this.step.revert(run, checkpoint, known.collection(), wish()));
        return Response.accepted(new Commanded(run, "revert")).build();
    }

    private GatewayStep.Wish wish() {
        return new GatewayStep.Wish(caller.get().name(), clock.instant());
    }

    private TrainingRunChanged existing(String run) {
        return queries.run(run)
                .filter(each -> caller.get().mayUse(each.collection()))
                .orElseThrow(() -> Refusal.unknown(ErrorCode.RUN_UNKNOWN, run));
    }
}
