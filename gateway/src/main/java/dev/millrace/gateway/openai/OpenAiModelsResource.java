package dev.millrace.gateway.openai;

import dev.millrace.contracts.event.AccessKeyChanged.Role;
import dev.millrace.gateway.access.Allowed;
import dev.millrace.gateway.access.CurrentCaller;
import dev.millrace.gateway.chat.ModelNames;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code GET /v1/models}. */
@Path("/v1/models")
@Allowed({Role.USER, Role.OWNER, Role.MONITOR})
public final class OpenAiModelsResource {
    private final ModelNames models;
    private final CurrentCaller caller;

    OpenAiModelsResource(ModelNames models, CurrentCaller caller) {
        this.models = models;
        this.caller = caller;
    }

    @GET
    public Map<String, Object> list() {
        List<Map<String, Object>> data = models.all(caller.get()).stream()
                .map(OpenAiModelsResource::view)
                .toList();
        return Map.of("object", "list", "data", data);
    }

    @GET
    @Path("{id}")
    public Map<String, Object> get(@PathParam("id") String id) {
        return view(models.named(id, caller.get()));
    }

    private static Map<String, Object> view(ModelNames.Named model) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", model.modelId());
        view.put("object", "model");
        view.put("created", model.at().getEpochSecond());
        view.put("owned_by", model.collection());
        return view;
    }
}
