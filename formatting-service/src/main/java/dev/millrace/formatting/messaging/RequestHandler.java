package dev.millrace.formatting.messaging;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.DatasetFailed;
import dev.millrace.contracts.event.DatasetRequested;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.contracts.event.PipelineMarker;
import dev.millrace.messaging.BatchHandler;
import dev.millrace.messaging.ReceivedRecord;
import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** A request for a dataset becomes a marker in every partition: of what is submitted, or of what is decided. */
public final class RequestHandler implements BatchHandler {
    public static final String CHANNEL = "requests";

    private final Predicate<String> collections;
    private final int partitions;
    private final Clock clock;

    /**
     * @param collections whether there is a collection of this name
     * @param partitions of the document topics
     */
    public RequestHandler(Predicate<String> collections, int partitions, Clock clock) {
        this.collections = collections;
        this.partitions = partitions;
        this.clock = clock;
    }

    @Override
    public List<OutgoingEvent> handle(List<ReceivedRecord> batch) {
        return batch.stream().flatMap(record -> answer(record).stream()).toList();
    }

    private List<OutgoingEvent> answer(ReceivedRecord record) {
        if (!(record.event().data() instanceof DatasetRequested request)) {
            throw new MillraceException(ErrorCode.EVENT_TYPE_UNKNOWN, "the event does not belong here");
        }
        if (!collections.test(request.collection())) {
            return List.of(OutgoingEvent.to(
                    Topic.DATASETS_FAILED,
                    new DatasetFailed(
                            request.request(),
                            request.collection(),
                            ErrorCode.COLLECTION_UNKNOWN,
                            "no collection has this name",
                            clock.instant())));
        }
        Topic topic = request.drain() ? Topic.DOCUMENTS_SUBMITTED : Topic.DOCUMENTS_CLEANED;
        return IntStream.range(0, partitions)
                .mapToObj(p -> OutgoingEvent.to(
                        topic, p, new PipelineMarker(request.request(), request.collection(), p, p, partitions)))
                .toList();
    }
}
