package dev.millrace.gateway.api;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.AccessKeyChanged.Role;
import dev.millrace.contracts.event.TrainingRunChanged;
import dev.millrace.gateway.GatewayConfig;
import dev.millrace.gateway.access.Allowed;
import dev.millrace.gateway.access.CurrentCaller;
import dev.millrace.gateway.answer.Fails;
import dev.millrace.gateway.answer.Refusal;
import dev.millrace.gateway.messaging.EventTail;
import dev.millrace.gateway.readmodel.Queries;
import dev.millrace.messaging.KafkaClients;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Events as they happen, as server-sent events; each id is a position that a later request may begin at. */
@Path("/api/v1/events")
@Tag(name = "Events", description = "Everything as it happens.")
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
            GatewayConfig config,
            MeterRegistry meters) {
        this.clients = clients;
        this.caller = caller;
        this.http = http;
        this.queries = queries;
        this.most = config.eventStreams();
        this.places = new Semaphore(most);
        Gauge.builder("millrace.gateway.event.streams.open", places, free -> most - free.availablePermits())
                .description("event streams that are open")
                .register(meters);
    }

    @GET
    @Allowed({Role.OWNER, Role.MONITOR})
    @Operation(
            operationId = "streamEvents",
            summary = "Events as they happen",
            description =
                    "Server-sent events. The id of each is a position: a later request that sends it as Last-Event-ID, as browsers do by"
                            + " themselves, or as from, goes on behind it, and misses nothing.")
    @APIResponse(
            responseCode = "200",
            description = "One event each; comments keep the connection alive",
            content =
                    @Content(
                            mediaType = "text/event-stream",
                            schema = @Schema(implementation = EventTail.StreamedEvent.class)))
    @Fails({ErrorCode.OVERLOADED, ErrorCode.BROKER_UNAVAILABLE})
    public Response events(
            @Parameter(description = "one or several of the public topics; all of them without it") @QueryParam("topic")
                    List<String> topic,
            @Parameter(description = "earliest, latest, or the id of an event to go on behind")
                    @QueryParam("from")
                    @DefaultValue("latest")
                    String from,
            @Parameter(description = "goes before from") @HeaderParam("Last-Event-ID") @Nullable String last) {
        List<Topic> topics = topic.isEmpty()
                ? List.copyOf(PUBLIC)
                : topic.stream().map(EventsResource::named).distinct().toList();
        String begin = last == null || last.isBlank() ? from : last;
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
        EventTail tail = EventTail.open(clients, topics, begin, caller.get(), this::collectionOf, open::get);
        StreamingOutput stream = tail::writeTo;
        return Response.ok(stream, "text/event-stream").build();
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
