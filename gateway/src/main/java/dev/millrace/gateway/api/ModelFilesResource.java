package dev.millrace.gateway.api;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.event.AccessKeyChanged.Role;
import dev.millrace.contracts.manifest.ModelManifest;
import dev.millrace.contracts.manifest.Part;
import dev.millrace.gateway.access.Allowed;
import dev.millrace.gateway.access.CurrentCaller;
import dev.millrace.gateway.answer.Fails;
import dev.millrace.gateway.answer.Refusal;
import dev.millrace.gateway.chat.ModelNames;
import dev.millrace.storage.ModelCache;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A model's files, for who wants to use it elsewhere. */
@Path("/api/v1/models/{id}")
@Tag(name = "Models")
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
    @Operation(operationId = "getModelManifest", summary = "A model's files with their hashes")
    @Fails(ErrorCode.MODEL_UNKNOWN)
    public ModelManifest manifest(@PathParam("id") String id) {
        return models.manifest(names.named(id, caller.get()).manifest());
    }

    /** One of its files, verified. */
    @GET
    @Path("files/{name}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Allowed(Role.OWNER)
    @Operation(operationId = "getModelFile", summary = "One of a model's files")
    @APIResponse(
            responseCode = "200",
            description = "The file's bytes",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @Fails({ErrorCode.MODEL_UNKNOWN, ErrorCode.NOT_FOUND})
    public Response file(@PathParam("id") String id, @PathParam("name") String name) {
        ModelNames.Model model = names.named(id, caller.get());
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
