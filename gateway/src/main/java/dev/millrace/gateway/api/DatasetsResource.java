package dev.millrace.gateway.api;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.event.AccessKeyChanged.Role;
import dev.millrace.contracts.event.DatasetFailed;
import dev.millrace.contracts.event.DatasetReady;
import dev.millrace.gateway.access.Allowed;
import dev.millrace.gateway.access.CurrentCaller;
import dev.millrace.gateway.answer.Fails;
import dev.millrace.gateway.answer.Refusal;
import dev.millrace.gateway.readmodel.Queries;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Dataset versions, and what became of requests for them. */
@Path("/api/v1")
@Tag(name = "Datasets", description = "Sealed versions of a collection: same content, same version.")
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
     * @param dataset once it is ready
     * @param failed once it has failed
     */
    @Schema(name = "DatasetRequestState")
    public record RequestView(
            String request,
            String collection,

            @Schema(enumeration = {"pending", "ready", "failed"})
            String state,

            @Nullable DatasetReady dataset,
            @Nullable DatasetFailed failed) {}

    @GET
    @Path("datasets")
    @Allowed({Role.OWNER, Role.MONITOR})
    @Operation(operationId = "listDatasets", summary = "Dataset versions, newest first")
    public Page<DatasetReady> list(
            @Parameter(description = "only this collection's") @QueryParam("collection") @Nullable String collection) {
        return Page.all(queries.datasets().stream()
                .filter(each -> collection == null || each.collection().equals(collection))
                .filter(each -> caller.get().mayUse(each.collection()))
                .toList());
    }

    @GET
    @Path("datasets/{version}")
    @Allowed({Role.OWNER, Role.MONITOR})
    @Operation(operationId = "getDataset", summary = "One dataset version")
    @Fails(ErrorCode.DATASET_UNKNOWN)
    public DatasetReady get(@PathParam("version") String version) {
        return queries.dataset(version).stream()
                .filter(each -> caller.get().mayUse(each.collection()))
                .findFirst()
                .orElseThrow(() -> Refusal.unknown(ErrorCode.DATASET_UNKNOWN, version));
    }

    @GET
    @Path("dataset-requests/{request}")
    @Allowed({Role.OWNER, Role.MONITOR})
    @Operation(operationId = "getDatasetRequest", summary = "What became of a request for a dataset")
    @Fails(ErrorCode.NOT_FOUND)
    public RequestView request(@PathParam("request") String request) {
        Queries.Request found = queries.request(request)
                .filter(each -> caller.get().mayUse(each.collection()))
                .orElseThrow(() -> Refusal.unknown(ErrorCode.NOT_FOUND, request));
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
