package dev.millrace.gateway.api;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.event.AccessKeyChanged.Role;
import dev.millrace.gateway.access.Allowed;
import dev.millrace.gateway.access.CurrentCaller;
import dev.millrace.gateway.answer.Fails;
import dev.millrace.gateway.chat.ModelNames;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Finished models. */
@Path("/api/v1/models")
@Tag(name = "Models", description = "What finished runs have made, and what they were made from.")
public final class ModelsResource {
    private final ModelNames models;
    private final CurrentCaller caller;

    ModelsResource(ModelNames models, CurrentCaller caller) {
        this.models = models;
        this.caller = caller;
    }

    @GET
    @Allowed({Role.OWNER, Role.MONITOR, Role.USER})
    @Operation(operationId = "listModels", summary = "Finished models and their bases, newest run first")
    public Page<ModelNames.Model> list() {
        return Page.all(models.all(caller.get()));
    }

    @GET
    @Path("{id}")
    @Allowed({Role.OWNER, Role.MONITOR, Role.USER})
    @Operation(operationId = "getModel", summary = "One model")
    @Fails(ErrorCode.MODEL_UNKNOWN)
    public ModelNames.Model get(
            @Parameter(description = "a model's id, or a collection's name for the model promoted in it")
                    @PathParam("id")
                    String id) {
        return models.named(id, caller.get());
    }
}
