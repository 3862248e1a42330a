package dev.millrace.gateway.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.event.AccessKeyChanged.Role;
import dev.millrace.gateway.access.Allowed;
import dev.millrace.gateway.access.CurrentCaller;
import dev.millrace.gateway.answer.Fails;
import dev.millrace.gateway.chat.ModelNames;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /v1/models}: the promoted models first, by their collection's name, then each by its own. */
@Path("/v1/models")
@Produces(MediaType.APPLICATION_JSON)
@Allowed({Role.USER, Role.OWNER, Role.MONITOR})
@Tag(name = "OpenAI", description = "OpenAI's API: its clients work by changing their base URL.")
public final class OpenAiModelsResource {
    private final ModelNames models;
    private final CurrentCaller caller;

    OpenAiModelsResource(ModelNames models, CurrentCaller caller) {
        this.models = models;
        this.caller = caller;
    }

    /**
     * A model.
     *
     * @param created seconds since 1970
     * @param ownedBy the collection
     */
    @Schema(name = "OpenAiModel")
    public record View(
            String id,
            String object,
            long created,
            @JsonProperty("owned_by") String ownedBy) {
        static View of(String id, ModelNames.Model model) {
            return new View(id, "model", model.at().getEpochSecond(), model.collection());
        }
    }

    /** All of them. */
    @Schema(name = "OpenAiModels")
    public record Views(String object, List<View> data) {}

    @GET
    @Operation(
            operationId = "listOpenAiModels",
            summary = "Models that can be asked",
            description = "A collection's name stands for the model that is promoted in it.")
    public Views list() {
        Map<String, View> byId = new LinkedHashMap<>();
        List<ModelNames.Model> all = models.all(caller.get());
        all.stream()
                .filter(ModelNames.Model::promoted)
                .forEach(each -> byId.put(each.collection(), View.of(each.collection(), each)));
        all.forEach(each -> byId.putIfAbsent(each.modelId(), View.of(each.modelId(), each)));
        return new Views("list", List.copyOf(byId.values()));
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "getOpenAiModel", summary = "One model")
    @Fails(ErrorCode.MODEL_UNKNOWN)
    public View get(@Parameter(description = "a name from the list") @PathParam("id") String id) {
        return View.of(id, models.named(id, caller.get()));
    }
}
