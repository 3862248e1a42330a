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

/** {@code GET /v1/models}: the promoted models first, by their collection's name, then each by its own. */
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
        Map<String, Map<String, Object>> byId = new LinkedHashMap<>();
        List<ModelNames.Named> all = models.all(caller.get());
        all.stream()
                .filter(ModelNames.Named::promoted)
                .forEach(each -> byId.put(each.collection(), view(each.collection(), each)));
        all.forEach(each -> byId.putIfAbsent(each.modelId(), view(each.modelId(), each)));
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("object", "list");
        list.put("data", List.copyOf(byId.values()));
        return list;
    }

    @GET
    @Path("{id}")
    public Map<String, Object> get(@PathParam("id") String id) {
        return view(id, models.named(id, caller.get()));
    }

    private static Map<String, Object> view(String id, ModelNames.Named model) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", id);
        view.put("object", "model");
        view.put("created", model.at().getEpochSecond());
        view.put("owned_by", model.collection());
        return view;
    }
}
