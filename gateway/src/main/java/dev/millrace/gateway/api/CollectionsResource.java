package dev.millrace.gateway.api;

import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.AccessKeyChanged.Role;
import dev.millrace.contracts.event.CollectionRecorded;
import dev.millrace.contracts.event.DatasetRequested;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.gateway.access.Allowed;
import dev.millrace.gateway.access.Caller;
import dev.millrace.gateway.access.CurrentCaller;
import dev.millrace.gateway.answer.Bodies;
import dev.millrace.gateway.answer.Refusal;
import dev.millrace.gateway.readmodel.Queries;
import dev.millrace.messaging.EventPublisher;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Collections and their recipes. */
@Path("/api/v1/collections")
public final class CollectionsResource {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration ASK = Duration.ofMillis(20);

    private final Queries queries;
    private final EventPublisher publisher;
    private final CurrentCaller caller;
    private final Clock clock = Clock.systemUTC();

    CollectionsResource(Queries queries, EventPublisher publisher, CurrentCaller caller) {
        this.queries = queries;
        this.publisher = publisher;
        this.caller = caller;
    }

    /** A collection as the API shows it. */
    public record View(String name, String version, Recipe recipe, Instant at, Map<String, Long> documents) {}

    @GET
    @Allowed({Role.OWNER, Role.MONITOR, Role.PRODUCER, Role.USER})
    public Page<View> list() {
        return Page.all(queries.collections().stream()
                .filter(each -> caller.get().mayUse(each.collection()))
                .map(this::view)
                .toList());
    }

    @GET
    @Path("{name}")
    @Allowed({Role.OWNER, Role.MONITOR, Role.PRODUCER, Role.USER})
    public View get(@PathParam("name") String name) {
        return view(existing(name));
    }

    private View view(CollectionRecorded collection) {
        return new View(
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

    @PUT
    @Path("{name}")
    @Allowed(Role.OWNER)
    public View put(@PathParam("name") String name, @Nullable InputStream json) {
        caller.get().requireCollection(name);
        if (!DocumentId.COLLECTION.matcher(name).matches()) {
            throw Refusal.of(ErrorCode.COLLECTION_NAME_INVALID, "A collection's name matches " + DocumentId.COLLECTION)
                    .param("name");
        }
        Recipe recipe = Recipe.parse(Bodies.read(json));
        String version = recipe.version();
        Instant now = clock.instant();
        String by = caller.get().name();
        publisher.publish(List.of(
                OutgoingEvent.to(Topic.COLLECTIONS, new CollectionRecorded(name, version, false, recipe, now, by)),
                OutgoingEvent.to(Topic.COLLECTIONS, new CollectionRecorded(name, version, true, recipe, now, by))));
        return view(awaited(name, version));
    }

    /** Who has put a recipe reads it from now on. */
    private CollectionRecorded awaited(String name, String version) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            var current = queries.collection(name).filter(each -> each.version().equals(version));
            if (current.isPresent()) {
                return current.get();
            }
            LockSupport.parkNanos(ASK.toNanos());
        }
        throw new MillraceException(ErrorCode.OVERLOADED, "the recipe is recorded, but not yet readable");
    }

    /** @param drain true to wait for everything submitted before; the default */
    public record DatasetWish(@Nullable Boolean drain) {}

    @POST
    @Path("{name}/datasets")
    @Allowed(Role.OWNER)
    public Response requestDataset(@PathParam("name") String name, @Nullable InputStream body) {
        String collection = existing(name).collection();
        DatasetWish wish = Bodies.value(body, DatasetWish.class);
        boolean drain = wish == null || wish.drain() == null || wish.drain();
        String request = "ds-" + UUID.randomUUID();
        Caller by = caller.get();
        publisher.publish(OutgoingEvent.to(
                Topic.DATASETS_REQUESTED,
                new DatasetRequested(request, collection, drain, clock.instant(), by.name())));
        return Response.accepted(Map.of("request", request, "collection", collection, "drain", drain))
                .build();
    }
}
