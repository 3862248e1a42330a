package dev.millrace.ingest.submission;

import dev.millrace.contracts.Check;
import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.Provenance;
import dev.millrace.contracts.event.DocumentSubmitted;
import dev.millrace.contracts.event.EventType;
import dev.millrace.contracts.event.PipelineMarker;
import dev.millrace.contracts.event.SubmittedContent;
import dev.millrace.contracts.event.SubmittedProvenance;
import dev.millrace.messaging.ReceivedRecord;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads records of the public topic. Never throws: what cannot be read is an outcome, too. */
public final class SubmissionDecoder {
    private static final int LONGEST_NAME = 1024;
    private static final int LAST_YEAR = 9999;

    private final int partitions;
    private final int largestEvent;

    /**
     * @param partitions of the document topics
     * @param largestEvent bytes of a record's value; a small compressed record can hold a large one
     */
    public SubmissionDecoder(int partitions, int largestEvent) {
        this.partitions = partitions;
        this.largestEvent = largestEvent;
    }

    public Submission decode(ReceivedRecord record) {
        Identity identity = new Identity();
        try {
            return decode(record, identity);
        } catch (MillraceException e) {
            return identity.refused(record, e.code(), e.getMessage());
        } catch (IllegalArgumentException e) {
            return identity.refused(record, ErrorCode.ATTRIBUTE_INVALID, e.getMessage());
        }
    }

    /** Before a structured event is parsed; a binary one has told who sent it by then. */
    private void requireSize(byte @Nullable [] value) {
        if (value != null && value.length > largestEvent) {
            throw new MillraceException(
                    ErrorCode.EVENT_TOO_LARGE,
                    "the event has " + value.length + " bytes, the limit is " + largestEvent);
        }
    }

    private Submission decode(ReceivedRecord record, Identity identity) {
        if (CloudEvent.isStructured(record)) {
            requireSize(record.value());
        }
        CloudEvent event = CloudEvent.of(record);
        identity.learn(event);
        requireSize(record.value());
        event.check();
        String type = event.required("type");
        if (type.equals(EventType.PIPELINE_MARKER.wireName())) {
            return marker(record, event);
        }
        String id = bounded("id", event.required("id"));
        String source = bounded("source", event.required("source"));
        return switch (type) {
            case EventType.DOCUMENT_RAW -> raw(record, event, identity, id, source);
            case "dev.millrace.document.submitted.v1" -> json(record, event, identity, id, source);
            case "dev.millrace.document.withdrawn.v1" -> withdrawal(record, event, identity, id, source);
            default -> throw new MillraceException(ErrorCode.EVENT_TYPE_UNKNOWN, "the event's type is not taken here");
        };
    }

    /** An event's id names one event, so a withdrawal cannot name a document by it. */
    private static Submission withdrawal(
            ReceivedRecord record, CloudEvent event, Identity identity, String id, String source) {
        String collection = event.required("collection");
        String fileName = event.optional("filename");
        if (fileName == null) {
            event.required("subject");
        }
        DocumentId document = identity.set(document(event, collection, fileName, id, source));
        return new Submission.Withdrawal(record.origin(), document, identity.at(time(event, record)), source, id);
    }

    /** A marker from anybody else would cut a dataset early; key, place and numbers tell ours apart from a producer's mistake. */
    private Submission marker(ReceivedRecord record, CloudEvent event) {
        if (record.keyText().startsWith(PipelineMarker.KEY_PREFIX) && event.data() != null) {
            PipelineMarker marker = Json.read(event.data(), PipelineMarker.class);
            if (marker.partitions() == partitions
                    && marker.partition() == record.origin().partition()
                    && marker.key().equals(record.keyText())
                    && DocumentId.COLLECTION.matcher(marker.collection()).matches()) {
                return new Submission.Marker(record.origin(), marker);
            }
        }
        throw new MillraceException(ErrorCode.EVENT_TYPE_UNKNOWN, "the event's type is not taken here");
    }

    private static Submission raw(
            ReceivedRecord record, CloudEvent event, Identity identity, String id, String source) {
        String fileName = event.optional("filename");
        DocumentId document = identity.set(document(event, event.required("collection"), fileName, id, source));
        byte[] bytes = event.data() == null ? new byte[0] : event.data();
        return new Submission.Document(
                record.origin(),
                document,
                identity.at(time(event, record)),
                source,
                id,
                event.optional("datacontenttype"),
                provenance(event, source, fileName),
                new Submission.Content.Bytes(bytes));
    }

    private static Submission json(
            ReceivedRecord record, CloudEvent event, Identity identity, String id, String source) {
        if (event.data() == null) {
            throw new MillraceException(ErrorCode.EVENT_UNREADABLE, "the event has no data");
        }
        DocumentSubmitted data = Json.read(event.data(), DocumentSubmitted.class);
        DocumentId document = identity.set(
                data.documentId() != null
                        ? new DocumentId(data.collection(), data.documentId())
                        : document(event, data.collection(), data.fileName(), id, source));
        return new Submission.Document(
                record.origin(),
                document,
                identity.at(time(event, record)),
                source,
                id,
                data.mediaType(),
                provenance(data.provenance(), source, data.fileName()),
                content(data.content()));
    }

    private static Submission.Content content(SubmittedContent content) {
        if (content.ref() != null) {
            return new Submission.Content.Reference(content.ref());
        }
        if (content.text() != null) {
            if (!Check.isUnicode(content.text())) {
                throw new MillraceException(ErrorCode.EVENT_UNREADABLE, "content.text has a lone surrogate");
            }
            return new Submission.Content.Bytes(content.text().getBytes(StandardCharsets.UTF_8));
        }
        try {
            return new Submission.Content.Bytes(
                    Base64.getDecoder().decode(content.inline() == null ? "" : content.inline()));
        } catch (IllegalArgumentException e) {
            throw new MillraceException(ErrorCode.EVENT_UNREADABLE, "content.inline is no base64", e);
        }
    }

    /** The subject names the document; without one the same file from the same source is the same document. */
    private static DocumentId document(
            CloudEvent event, String collection, @Nullable String fileName, String id, String source) {
        if (!DocumentId.COLLECTION.matcher(collection).matches()) {
            throw new MillraceException(
                    ErrorCode.COLLECTION_NAME_INVALID, "a collection's name matches " + DocumentId.COLLECTION);
        }
        String subject = event.optional("subject");
        String derived = Hashes.sha256OfParts(source, fileName == null ? id : fileName);
        return new DocumentId(collection, subject == null ? derived : subject);
    }

    private static Instant time(CloudEvent event, ReceivedRecord record) {
        String time = event.optional("time");
        return time == null ? record.timestamp() : parsed("time", time, SubmissionDecoder::instant);
    }

    /** RFC 3339 has years of four digits; others would travel on and fail in somebody else's hands. */
    private static Instant instant(String text) {
        OffsetDateTime time = OffsetDateTime.parse(text);
        if (time.getYear() < 1 || time.getYear() > LAST_YEAR) {
            throw new DateTimeException("the year has not four digits");
        }
        return time.toInstant();
    }

    private static Provenance provenance(CloudEvent event, String source, @Nullable String fileName) {
        String until = event.optional("validuntil");
        String tags = event.optional("tags");
        return new Provenance(
                source,
                fileName == null ? null : bounded("filename", fileName),
                event.optional("owner"),
                event.optional("department"),
                event.optional("project"),
                event.optional("phase"),
                event.optional("author"),
                event.optional("licence"),
                event.optional("sensitivity"),
                until == null ? null : parsed("validuntil", until, SubmissionDecoder::day),
                tags == null
                        ? List.of()
                        : Arrays.stream(tags.split(",", -1))
                                .map(String::strip)
                                .filter(t -> !t.isEmpty())
                                .toList());
    }

    private static LocalDate day(String text) {
        return LocalDate.parse(text.length() > 10 ? text.substring(0, 10) : text);
    }

    private static Provenance provenance(
            @Nullable SubmittedProvenance given, String source, @Nullable String fileName) {
        if (given == null) {
            return new Provenance(source, fileName, null, null, null, null, null, null, null, null, List.of());
        }
        return new Provenance(
                source,
                fileName == null ? null : bounded("fileName", fileName),
                given.owner(),
                given.department(),
                given.project(),
                given.phase(),
                given.author(),
                given.licence(),
                given.sensitivity(),
                given.validUntil(),
                given.tags() == null ? List.of() : given.tags());
    }

    private static <T> T parsed(String name, String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (DateTimeException e) {
            throw new MillraceException(
                    ErrorCode.ATTRIBUTE_INVALID, "the attribute " + name + " is no RFC 3339 time", e);
        }
    }

    private static String bounded(String name, String value) {
        if (value.length() > LONGEST_NAME) {
            throw new MillraceException(
                    ErrorCode.ATTRIBUTE_INVALID,
                    "the attribute " + name + " has " + value.length() + " characters, at most " + LONGEST_NAME);
        }
        return value;
    }

    /** What has been learned of a record's identity by the time something is wrong with it. */
    private static final class Identity {
        private @Nullable DocumentId document;
        private @Nullable String producer;
        private @Nullable String submissionId;
        private @Nullable Instant submittedAt;

        void learn(CloudEvent event) {
            producer = shortened(event.optional("source"));
            submissionId = shortened(event.optional("id"));
        }

        private static @Nullable String shortened(@Nullable String text) {
            return text == null || text.length() <= LONGEST_NAME ? text : null;
        }

        Instant at(Instant time) {
            submittedAt = time;
            return time;
        }

        DocumentId set(DocumentId found) {
            document = found;
            return found;
        }

        Submission.Refused refused(ReceivedRecord record, ErrorCode code, @Nullable String message) {
            return new Submission.Refused(
                    record.origin(),
                    code,
                    message == null ? code.meaning() : message,
                    document,
                    producer,
                    submissionId,
                    submittedAt);
        }
    }
}
