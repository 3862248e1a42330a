package dev.millrace.gateway.api;

import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.event.AccessKeyChanged.Role;
import dev.millrace.contracts.event.SubmittedProvenance;
import dev.millrace.gateway.access.Allowed;
import dev.millrace.gateway.access.CurrentCaller;
import dev.millrace.gateway.answer.Bodies;
import dev.millrace.gateway.answer.Params;
import dev.millrace.gateway.answer.Refusal;
import dev.millrace.gateway.messaging.Submitter;
import dev.millrace.gateway.readmodel.DocumentView;
import dev.millrace.gateway.readmodel.HistoryEntry;
import dev.millrace.gateway.readmodel.Queries;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** Documents: handed in, listed, looked at, taken back. */
@Path("/api/v1/documents")
public final class DocumentsResource {
    private static final int USUAL = 200;
    private static final int MOST = 1000;
    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T23:59:59Z");

    private final Queries queries;
    private final Submitter submitter;
    private final CurrentCaller caller;

    DocumentsResource(Queries queries, Submitter submitter, CurrentCaller caller) {
        this.queries = queries;
        this.submitter = submitter;
        this.caller = caller;
    }

    /** A document with all that happened to it, and the datasets it is in. */
    public record Whole(DocumentView document, List<HistoryEntry> history, List<String> datasets) {}

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Allowed({Role.PRODUCER, Role.OWNER})
    public Response submit(
            @RestForm("file") @Nullable FileUpload file,
            @RestForm @Nullable String collection,
            @RestForm @Nullable String documentId,
            @RestForm @Nullable String time,
            @RestForm @Nullable String source,
            @RestForm @Nullable String fileName,
            @RestForm @Nullable String provenance) {
        if (file == null || collection == null) {
            throw Refusal.parameter(
                    file == null ? "file" : "collection", "The form has the parts file and collection.");
        }
        known(collection);
        String name = fileName != null ? fileName : file.fileName();
        Submitter.Upload upload = new Submitter.Upload(
                collection,
                documentId == null ? null : identity(collection, documentId).documentId(),
                name == null || name.isBlank() ? null : name,
                file.contentType(),
                time(time),
                source(source),
                provenance(provenance),
                file.uploadedFile());
        String submission = submitter.submit(upload);
        URI location = URI.create("/api/v1/documents/" + collection + "/"
                + URLEncoder.encode(upload.id(), StandardCharsets.UTF_8).replace("+", "%20"));
        return Response.accepted(
                        Map.of("collection", collection, "documentId", upload.id(), "submissionId", submission))
                .location(location)
                .build();
    }

    private void known(String collection) {
        caller.get().requireCollection(collection);
        if (queries.collection(collection).isEmpty()) {
            throw Refusal.unknown(ErrorCode.COLLECTION_UNKNOWN, collection);
        }
    }

    /** Only who may speak for others may name another source than itself. */
    private String source(@Nullable String source) {
        return source != null && caller.get().has(Role.OWNER)
                ? source
                : "urn:millrace:key:" + caller.get().keyId();
    }

    private static Instant time(@Nullable String time) {
        try {
            Instant parsed =
                    time == null ? Instant.now() : OffsetDateTime.parse(time).toInstant();
            if (parsed.isAfter(Instant.EPOCH.minusMillis(1)) && parsed.isBefore(END_OF_TIME)) {
                return parsed;
            }
        } catch (DateTimeException e) {
            // The sentence below says it.
        }
        throw Refusal.of(ErrorCode.ATTRIBUTE_INVALID, "time is an RFC 3339 time between the years 1970 and 9999.")
                .param("time");
    }

    private static SubmittedProvenance provenance(@Nullable String json) {
        SubmittedProvenance given = json == null
                ? null
                : Bodies.value(
                        new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), SubmittedProvenance.class);
        return given == null ? new SubmittedProvenance(null, null, null, null, null, null, null, null, null) : given;
    }

    private static DocumentId identity(String collection, String documentId) {
        try {
            return new DocumentId(collection, documentId);
        } catch (IllegalArgumentException e) {
            throw Refusal.of(ErrorCode.ATTRIBUTE_INVALID, String.valueOf(e.getMessage()))
                    .param("documentId");
        }
    }

    @GET
    @Allowed({Role.PRODUCER, Role.OWNER, Role.MONITOR})
    public Page<DocumentView> list(
            @QueryParam("collection") @Nullable String collection,
            @QueryParam("outcome") @Nullable String outcome,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @Nullable String most) {
        int limit = Params.whole("limit", most, USUAL, 1, MOST);
        if (collection == null) {
            throw Refusal.parameter("collection", "The parameter collection is missing.");
        }
        known(collection);
        List<DocumentView> documents = queries.documents(collection, outcome, after, limit);
        return new Page<>(
                documents, documents.size() < limit ? null : documents.getLast().documentId());
    }

    @GET
    @Path("{collection}/{id: .+}")
    @Allowed({Role.PRODUCER, Role.OWNER, Role.MONITOR})
    public Whole get(@PathParam("collection") String collection, @PathParam("id") String id) {
        known(collection);
        DocumentId document = identity(collection, id);
        DocumentView view = queries.document(document).orElseThrow(() -> Refusal.unknown(ErrorCode.NOT_FOUND, id));
        return new Whole(view, queries.history(document), queries.datasetsOf(document));
    }

    /** Takes all revisions back that are not later than the time: by an event, as any producer would. */
    @DELETE
    @Path("{collection}/{id: .+}")
    @Allowed({Role.PRODUCER, Role.OWNER})
    public Response withdraw(
            @PathParam("collection") String collection,
            @PathParam("id") String id,
            @QueryParam("time") @Nullable String time) {
        known(collection);
        DocumentId document = identity(collection, id);
        String submission = submitter.withdraw(collection, document.documentId(), time(time), source(null));
        return Response.accepted(Map.of("collection", collection, "documentId", id, "submissionId", submission))
                .build();
    }
}
