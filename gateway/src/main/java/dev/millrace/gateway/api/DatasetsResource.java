package dev.millrace.gateway.api;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.event.AccessKeyChanged.Role;
import dev.millrace.contracts.event.DatasetFailed;
import dev.millrace.contracts.event.DatasetReady;
import dev.millrace.gateway.access.Allowed;
import dev.millrace.gateway.access.CurrentCaller;
import dev.millrace.gateway.answer.Refusal;
import dev.millrace.gateway.readmodel.Queries;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/** Dataset versions, and what became of requests for them. */
@Path("/api/v1")
public final class DatasetsResource {
    private final Queries queries;
    private final CurrentCaller caller;

    DatasetsResource(Queries queries, CurrentCaller caller) {
        this.queries = queries;
        this.caller = caller;
    }

    /**
     * A request.
     *
     * @param state pending, ready or failed
     */
    public record RequestView(
            String request,
            String collection,
            String state,
            @Nullable DatasetReady dataset,
            @Nullable DatasetFailed failed) {}

    @GET
    @Path("datasets")
    @Allowed({Role.OWNER, Role.MONITOR})
    public Page<DatasetReady> list(@QueryParam("collection") @Nullable String collection) {
        return Page.all(queries.datasets().stream()
                .filter(each -> collection == null || each.collection().equals(collection))
                .filter(each -> caller.get().mayUse(each.collection()))
                .toList());
    }

    @GET
    @Path("datasets/{version}")
    @Allowed({Role.OWNER, Role.MONITOR})
    public DatasetReady get(@PathParam("version") String version) {
        return queries.dataset(version).stream()
                .filter(each -> caller.get().mayUse(each.collection()))
                .findFirst()
                .orElseThrow(() -> Refusal.unknown(ErrorCode.DATASET_UNKNOWN, version));
    }

    /** A request that has just been made may not have been read yet: it is pending, too. */
    @GET
    @Path("dataset-requests/{request}")
    @Allowed({Role.OWNER, Role.MONITOR})
    public RequestView request(@PathParam("request") String request) {
        Queries.Request found = queries.request(request)
                .filter(each -> caller.get().mayUse(each.collection()))
                .orElseGet(() -> new Queries.Request("", null, null));
        DatasetReady ready = found.version() == null
                ? null
                : queries.dataset(found.version()).stream()
                        .filter(each -> each.collection().equals(found.collection()))
                        .findFirst()
                        .orElse(null);
        String state = ready != null ? "ready" : found.failed() != null ? "failed" : "pending";
        return new RequestView(request, found.collection(), state, ready, found.failed());
    }
}
