package dev.millrace.gateway.api;

import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.event.AccessKeyChanged.Role;
import dev.millrace.contracts.event.CollectionRecorded;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.gateway.GatewayStep;
import dev.millrace.gateway.access.Allowed;
import dev.millrace.gateway.access.CurrentCaller;
import dev.millrace.gateway.answer.Bodies;
import dev.millrace.gateway.answer.Fails;
import dev.millrace.gateway.answer.Refusal;
import dev.millrace.gateway.readmodel.Queries;
import dev.millrace.messaging.EventPublisher;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Collections and their recipes. */
@Path("/api/v1/collections")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Collections", description = "What belongs together, and the recipe it is made into a model by.")
public final class CollectionsResource {
    private final GatewayStep step;
    private final Queries queries;
    private final EventPublisher publisher;
    private final CurrentCaller caller;
    private final Clock clock = Clock.systemUTC();

    CollectionsResource(GatewayStep step, Queries queries, EventPublisher publisher, CurrentCaller caller) {
        this.step = step;
        this.queries = queries;
        this.publisher = publisher;
        this.caller = caller;
    }

    /**
     * A collection as the API shows it.
     *
     * @param version sha-256 of the recipe's canonical JSON
     * @param recipe with all defaults filled in
     * @param at when this recipe was put
     * @param documents how many there are, by outcome
     */
    public record Collection(String name, String version, Recipe recipe, Instant at, Map<String, Long> documents) {}

    @GET
    @Allowed({Role.OWNER, Role.MONITOR, Role.PRODUCER, Role.USER})
    @Operation(operationId = "listCollections", summary = "All collections the key may use")
    public Page<Collection> list() {
        return Page.all(queries.collections().stream()
                .filter(each -> caller.get().mayUse(each.collection()))
                .map(this::view)
                .toList());
    }

    @GET
    @Path("{name}")
    @Allowed({Role.OWNER, Role.MONITOR, Role.PRODUCER, Role.USER})
    @Operation(operationId = "getCollection", summary = "One collection with its recipe")
    @Fails(ErrorCode.COLLECTION_UNKNOWN)
    public Collection get(@PathParam("name") String name) {
        return view(existing(name));
    }

    private Collection view(CollectionRecorded collection) {
        return new Collection(
                collection.collection(),
                collection.version(),
                collection.recipe(),
                collection.at(),
                queries.outcomes(collection.collection()));
    }

    private CollectionRecorded existing(String name) {
        caller.get().requireCollection(name);
        return queries.collection(name).orElseThrow(() -> Refusal.unknown(ErrorCode.COLLECTION_UNKNOWN, name));
    }

    /** Who has put a recipe reads it from now on. */
    @PUT
    @Path("{name}")
    @Allowed(Role.OWNER)
    @Operation(
            operationId = "putCollection",
            summary = "Makes a collection, or gives it another recipe",
            description =
                    "What the recipe leaves out has a default; an unknown field is refused by its name. Documents that are read from"
                            + " now on go by the new recipe; earlier ones keep theirs.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Recipe.class)))
    @Fails({
        ErrorCode.COLLECTION_NAME_INVALID,
        ErrorCode.COLLECTION_UNKNOWN,
        ErrorCode.RECIPE_INVALID,
        ErrorCode.REQUEST_TOO_LARGE,
        ErrorCode.BROKER_UNAVAILABLE
    })
    public Collection put(
            @Parameter(description = "matches [a-z0-9][a-z0-9-]{0,62}") @PathParam("name") String name,
            @Nullable InputStream json) {
        caller.get().requireCollection(name);
        if (!DocumentId.COLLECTION.matcher(name).matches()) {
            throw Refusal.of(ErrorCode.COLLECTION_NAME_INVALID, "A collection's name matches " + DocumentId.COLLECTION)
                    .param("name");
        }
        Recipe recipe = Recipe.parse(Bodies.read(json));
        publisher.publish(step.record(name, recipe, wish()));
        String version = recipe.version();
        return view(OwnWrites.await(
                () -> queries.collection(name).filter(each -> each.version().equals(version))));
    }

    private GatewayStep.Wish wish() {
        return new GatewayStep.Wish(caller.get().name(), clock.instant());
    }

    /** @param drain true to wait for everything submitted before; the default */
    @Schema(name = "DatasetWish")
    public record DatasetWish(@Nullable Boolean drain) {}

    /** @param request ask for it under dataset-requests */
    @Schema(name = "DatasetRequest")
    public record Requested(String request, String collection, boolean drain) {}

    @POST
    @Path("{name}/datasets")
    @Allowed(Role.OWNER)
    @Operation(
            operationId = "requestDataset",
            summary = "Asks for a dataset version",
            description =
                    "Sealing takes its time: the answer names the request, and dataset-requests says what came of it.")
    @RequestBody(
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = DatasetWish.class)))
    @APIResponseSchema(value = Requested.class, responseCode = "202", responseDescription = "The request is recorded")
    @Fails({ErrorCode.COLLECTION_UNKNOWN, ErrorCode.REQUEST_TOO_LARGE, ErrorCode.BROKER_UNAVAILABLE})
    public Response requestDataset(@PathParam("name") String name, @Nullable InputStream body) {
        String collection = existing(name).collection();
        DatasetWish wish = Bodies.value(body, DatasetWish.class);
        boolean drain = wish == null || wish.drain() == null || wish.drain();
        String request = "ds-" + UUID.randomUUID();
        publisher.publish(step.requestDataset(request, collection, drain, wish()));
        OwnWrites.await(() -> queries.request(request));
        return Response.accepted(new Requested(request, collection, drain)).build();
    }
}
