package dev.millrace.formatting.messaging;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.DatasetFailed;
import dev.millrace.contracts.event.DatasetRequested;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.contracts.event.PipelineMarker;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RequestHandlerTest {
    private final RequestHandler handler = new RequestHandler("c"::equals, 3, Clock.fixed(Batches.AT, ZoneOffset.UTC));

    @Test
    void aDrainBeginsWhereDocumentsAreSubmittedInEveryPartition() {
        assertMarkers(handle("c", true), Topic.DOCUMENTS_SUBMITTED);
    }

    @Test
    void aSealBeginsWhereDocumentsAreDecidedInEveryPartition() {
        assertMarkers(handle("c", false), Topic.DOCUMENTS_CLEANED);
    }

    private static void assertMarkers(List<OutgoingEvent> out, Topic topic) {
        assertThat(out)
                .containsExactly(
                        OutgoingEvent.to(topic, 0, new PipelineMarker("seal", "c", 0, 0, 3)),
                        OutgoingEvent.to(topic, 1, new PipelineMarker("seal", "c", 1, 1, 3)),
                        OutgoingEvent.to(topic, 2, new PipelineMarker("seal", "c", 2, 2, 3)));
    }

    @Test
    void aCollectionThatIsNotThereFailsTheRequestAndMarksNothing() {
        assertThat(handle("other", true)).singleElement().satisfies(out -> {
            assertThat(out.topic()).isEqualTo(Topic.DATASETS_FAILED);
            assertThat(out.data())
                    .isInstanceOfSatisfying(
                            DatasetFailed.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.COLLECTION_UNKNOWN));
        });
    }

    private List<OutgoingEvent> handle(String collection, boolean drain) {
        return handler.handle(Batches.of(
                Topic.DATASETS_REQUESTED,
                0,
                List.of(new DatasetRequested("seal", collection, drain, Batches.AT, "test"))));
    }
}
