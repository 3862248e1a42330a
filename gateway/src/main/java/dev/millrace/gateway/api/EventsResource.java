package dev.millrace.gateway.api;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.AccessKeyChanged.Role;
import dev.millrace.gateway.access.Allowed;
import dev.millrace.gateway.access.CurrentCaller;
import dev.millrace.gateway.messaging.EventTail;
import dev.millrace.messaging.KafkaClients;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import java.util.Set;
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

    EventsResource(KafkaClients clients, CurrentCaller caller) {
        this.clients = clients;
        this.caller = caller;
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
        EventTail tail = EventTail.open(clients, topics, last != null ? last : from, caller.get());
        StreamingOutput stream = tail::writeTo;
        return Response.ok(stream, "text/event-stream")
                .header("Cache-Control", "no-cache")
                .build();
    }

    private static Topic named(String name) {
        return Topic.byName(name)
                .filter(PUBLIC::contains)
                .orElseThrow(() -> new MillraceException(ErrorCode.REQUEST_INVALID, "topic names no public topic"));
    }
}
