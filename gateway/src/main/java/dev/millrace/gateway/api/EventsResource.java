package dev.millrace.gateway.api;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.AccessKeyChanged.Role;
import dev.millrace.contracts.event.TrainingRunChanged;
import dev.millrace.gateway.GatewayConfig;
import dev.millrace.gateway.access.Allowed;
import dev.millrace.gateway.access.CurrentCaller;
import dev.millrace.gateway.answer.Refusal;
import dev.millrace.gateway.messaging.EventTail;
import dev.millrace.gateway.readmodel.Queries;
import dev.millrace.messaging.KafkaClients;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Events as they happen, as server-sent events; each id is a position that a later request may begin at. */
@Path("/api/v1/events")
public final class EventsResource {
    /** Keys and internal traffic are nobody's business. */
    private static final Set<Topic> PUBLIC = Set.of(
            Topic.DOCUMENTS_CLEANED,
            Topic.DOCUMENTS_REJECTED,
            Topic.DOCUMENTS_WITHDRAWN,
            Topic.DATASETS_REQUESTED,
            Topic.DATASETS_READY,
            Topic.DATASETS_FAILED,
            Topic.TRAINING_RUNS,
            Topic.TRAINING_METRICS,
            Topic.TRAINING_CHECKPOINTS,
            Topic.EVALUATIONS_COMPLETED,
            Topic.MODELS_PROMOTED);

    private final KafkaClients clients;
    private final CurrentCaller caller;
    private final CurrentVertxRequest http;
    private final Queries queries;
    private final Semaphore places;
    private final int most;

    EventsResource(
            KafkaClients clients,
            CurrentCaller caller,
            CurrentVertxRequest http,
            Queries queries,
            GatewayConfig config) {
        this.clients = clients;
        this.caller = caller;
        this.http = http;
        this.queries = queries;
        this.most = config.eventStreams();
        this.places = new Semaphore(most);
    }

    /**
     * @param topic one or several; all public ones without it
     * @param from {@code earliest}, {@code latest} or the id of an event, to go on behind it
     */
    @GET
    @Allowed({Role.OWNER, Role.MONITOR})
    public Response events(
            @QueryParam("topic") List<String> topic,
            @QueryParam("from") @DefaultValue("latest") String from,
            @HeaderParam("Last-Event-ID") @Nullable String last) {
        List<Topic> topics = topic.isEmpty()
                ? List.copyOf(PUBLIC)
                : topic.stream().map(EventsResource::named).toList();
        if (!places.tryAcquire()) {
            throw Refusal.of(ErrorCode.OVERLOADED, "Too many event streams are open.")
                    .limit(most, null);
        }
        AtomicBoolean open = new AtomicBoolean(true);
        // However the exchange ends: the place is given back once, and the tail stops.
        http.getCurrent().addEndHandler(ended -> {
            if (open.getAndSet(false)) {
                places.release();
            }
        });
        EventTail tail = EventTail.open(
                clients, topics, last != null ? last : from, caller.get(), this::collectionOf, open::get);
        StreamingOutput stream = tail::writeTo;
        return Response.ok(stream, "text/event-stream")
                .header("Cache-Control", "no-cache")
                .build();
    }

    private Optional<String> collectionOf(String run) {
        return queries.run(run).map(TrainingRunChanged::collection);
    }

    private static Topic named(String name) {
        return Topic.byName(name)
                .filter(PUBLIC::contains)
                .orElseThrow(() -> Refusal.parameter("topic", "topic names no public topic."));
    }
}
