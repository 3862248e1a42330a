package dev.millrace.gateway.api;

import dev.millrace.contracts.event.AccessKeyChanged.Role;
import dev.millrace.gateway.access.Allowed;
import dev.millrace.gateway.access.CurrentCaller;
import dev.millrace.gateway.chat.ModelNames;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** Finished models. */
@Path("/api/v1/models")
public final class ModelsResource {
    private final ModelNames models;
    private final CurrentCaller caller;

    ModelsResource(ModelNames models, CurrentCaller caller) {
        this.models = models;
        this.caller = caller;
    }

    @GET
    @Allowed({Role.OWNER, Role.MONITOR, Role.USER})
    public Page<ModelNames.Named> list() {
        return Page.all(models.all(caller.get()));
    }

    @GET
    @Path("{id}")
    @Allowed({Role.OWNER, Role.MONITOR, Role.USER})
    public ModelNames.Named get(@PathParam("id") String id) {
        return models.named(id, caller.get());
    }
}
