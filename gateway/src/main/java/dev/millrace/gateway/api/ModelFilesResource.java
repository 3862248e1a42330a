package dev.millrace.gateway.api;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.event.AccessKeyChanged.Role;
import dev.millrace.contracts.manifest.ModelManifest;
import dev.millrace.contracts.manifest.Part;
import dev.millrace.gateway.access.Allowed;
import dev.millrace.gateway.access.CurrentCaller;
import dev.millrace.gateway.answer.Refusal;
import dev.millrace.gateway.chat.ModelNames;
import dev.millrace.storage.ModelCache;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** A model's files, for who wants to use it elsewhere. */
@Path("/api/v1/models/{id}")
public final class ModelFilesResource {
    private final ModelNames names;
    private final ModelCache models;
    private final CurrentCaller caller;

    ModelFilesResource(ModelNames names, ModelCache models, CurrentCaller caller) {
        this.names = names;
        this.models = models;
        this.caller = caller;
    }

    /** What the model is and which files it has. */
    @GET
    @Path("manifest")
    @Allowed(Role.OWNER)
    public ModelManifest manifest(@PathParam("id") String id) {
        return models.manifest(names.named(id, caller.get()).manifest());
    }

    /** One of its files, verified. */
    @GET
    @Path("files/{name}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Allowed(Role.OWNER)
    public Response file(@PathParam("id") String id, @PathParam("name") String name) {
        ModelNames.Named model = names.named(id, caller.get());
        Part part = models.manifest(model.manifest()).parts().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Refusal.of(ErrorCode.NOT_FOUND, "The model has no file of this name."));
        java.nio.file.Path file = models.directory(model.manifest()).resolve(part.name());
        return Response.ok(file)
                .header("Content-Length", part.object().length())
                .build();
    }
}
