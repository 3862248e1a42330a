package dev.millrace.gateway.api;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.event.AccessKeyChanged.Role;
import dev.millrace.contracts.event.EvaluationCompleted;
import dev.millrace.gateway.access.Allowed;
import dev.millrace.gateway.access.CurrentCaller;
import dev.millrace.gateway.answer.Fails;
import dev.millrace.gateway.answer.Refusal;
import dev.millrace.gateway.readmodel.Queries;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What models scored. */
@Path("/api/v1/evaluations")
@Tag(name = "Evaluations", description = "What models scored beside their bases, and what the gate said.")
public final class EvaluationsResource {
    private final Queries queries;
    private final CurrentCaller caller;

    EvaluationsResource(Queries queries, CurrentCaller caller) {
        this.queries = queries;
        this.caller = caller;
    }

    @GET
    @Allowed({Role.OWNER, Role.MONITOR})
    @Operation(operationId = "listEvaluations", summary = "Evaluations, newest first")
    public Page<EvaluationCompleted> list() {
        return Page.all(queries.evaluations().stream()
                .filter(each -> caller.get().mayUse(each.collection()))
                .toList());
    }

    @GET
    @Path("{id}")
    @Allowed({Role.OWNER, Role.MONITOR})
    @Operation(operationId = "getEvaluation", summary = "One evaluation")
    @Fails(ErrorCode.NOT_FOUND)
    public EvaluationCompleted get(@PathParam("id") String id) {
        return queries.evaluations().stream()
                .filter(each -> caller.get().mayUse(each.collection()))
                .filter(each -> each.evaluation().equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.unknown(ErrorCode.NOT_FOUND, id));
    }
}
