package dev.millrace.gateway.api;

import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.event.AccessKeyChanged.Role;
import dev.millrace.gateway.GatewayStep.Submission;
import dev.millrace.gateway.GatewayStep.Upload;
import dev.millrace.gateway.access.Allowed;
import dev.millrace.gateway.access.CurrentCaller;
import dev.millrace.gateway.answer.Fails;
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
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** Documents: handed in, listed, looked at, taken back. */
@Path("/api/v1/documents")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Documents", description = "Handed in, listed, looked at, taken back.")
public final class DocumentsResource {
    private static final int USUAL = 200;
    private static final int MOST = 1000;
    private static final Set<String> OUTCOMES =
            Set.of("pending", "kept", "dropped", "withdrawn", "rejected", "dead-lettered");

    private final Queries queries;
    private final Submitter submitter;
    private final CurrentCaller caller;

    DocumentsResource(Queries queries, Submitter submitter, CurrentCaller caller) {
        this.queries = queries;
        this.submitter = submitter;
        this.caller = caller;
    }

    /**
     * A document with all that happened to it.
     *
     * @param datasets versions it is in
     */
    @Schema(name = "DocumentWithHistory")
    public record Whole(DocumentView document, List<HistoryEntry> history, List<String> datasets) {}

    /** What was handed in, or taken back, is on the topic. */
    @Schema(name = "Submission")
    public record Accepted(String collection, String documentId, String submissionId) {}

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Allowed({Role.PRODUCER, Role.OWNER})
    @Operation(
            operationId = "submitDocument",
            summary = "Hands a document in",
            description =
                    "Accepted means that it is on the ingest topic and will not be lost; what became of it stands in its history. The"
                            + " type is found out from the content. The same document id with other bytes is a new revision.")
    @APIResponseSchema(
            value = Accepted.class,
            responseCode = "202",
            responseDescription = "The document is on the topic; Location is where its history will be")
    @Fails({
        ErrorCode.COLLECTION_UNKNOWN,
        ErrorCode.ATTRIBUTE_INVALID,
        ErrorCode.REQUEST_TOO_LARGE,
        ErrorCode.BROKER_UNAVAILABLE,
        ErrorCode.STORE_UNAVAILABLE,
        ErrorCode.DISK_FULL
    })
    public Response submit(
            @Schema(description = "the document", required = true) @RestForm("file") @Nullable FileUpload file,
            @Schema(description = "the collection it belongs to", required = true) @RestForm @Nullable
                    String collection,
            @Schema(description = "stable across revisions; derived from source and file name without it")
                    @RestForm
                    @Nullable
                    String documentId,
            @Schema(description = "RFC 3339; now without it. Of two revisions the later is current") @RestForm @Nullable
                    String time,
            @Schema(description = "a URI reference for the producer; only owners speak for others than their key")
                    @RestForm
                    @Nullable
                    String source,
            @Schema(description = "the part's own without it") @RestForm @Nullable String fileName,
            @Schema(
                            description =
                                    "JSON: owner, department, project, phase, author, licence, sensitivity, validUntil, tags")
                    @RestForm
                    @Nullable
                    String provenance) {
        if (file == null || collection == null) {
            throw Refusal.parameter(
                    file == null ? "file" : "collection", "The form has the parts file and collection.");
        }
        known(collection);
        String name = fileName != null ? fileName : file.fileName();
        Upload upload = new Upload(
                collection,
                documentId == null ? null : identity(collection, documentId).documentId(),
                name == null || name.isBlank() ? null : UploadForm.line("fileName", name),
                file.contentType(),
                UploadForm.time(time),
                source(source),
                UploadForm.provenance(provenance));
        return accepted(collection, submitter.submit(upload, file.uploadedFile()));
    }

    private static Response accepted(String collection, Submission submission) {
        String id = URLEncoder.encode(submission.documentId(), StandardCharsets.UTF_8)
                .replace("+", "%20");
        return Response.accepted(new Accepted(collection, submission.documentId(), submission.id()))
                .location(URI.create("/api/v1/documents/" + collection + "/" + id))
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
                ? UploadForm.line("source", source)
                : "urn:millrace:key:" + caller.get().keyId();
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
    @Operation(operationId = "listDocuments", summary = "Documents of a collection, by id, a page at a time")
    @Fails(ErrorCode.COLLECTION_UNKNOWN)
    public Page<DocumentView> list(
            @Parameter(required = true) @QueryParam("collection") @Nullable String collection,
            @Parameter(
                            description = "only documents with this outcome",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {
                                                "pending",
                                                "kept",
                                                "dropped",
                                                "withdrawn",
                                                "rejected",
                                                "dead-lettered"
                                            }))
                    @QueryParam("outcome")
                    @Nullable
                    String outcome,
            @Parameter(description = "the last page's next") @QueryParam("after") @DefaultValue("") String after,
            @Parameter(
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "1000",
                                            defaultValue = "200"))
                    @QueryParam("limit")
                    @Nullable
                    String limit) {
        int most = Params.whole("limit", limit, USUAL, 1, MOST);
        if (collection == null) {
            throw Refusal.parameter("collection", "The parameter collection is missing.");
        }
        if (outcome != null && !OUTCOMES.contains(outcome)) {
            throw Refusal.parameter("outcome", "There is no such outcome.");
        }
        known(collection);
        List<DocumentView> documents = queries.documents(collection, outcome, after, most);
        return new Page<>(
                documents, documents.size() < most ? null : documents.getLast().documentId());
    }

    @GET
    @Path("{collection}/{id: .+}")
    @Allowed({Role.PRODUCER, Role.OWNER, Role.MONITOR})
    @Operation(
            operationId = "getDocument",
            summary = "A document and its whole history",
            description = "Every event about it, from the first to the last, and the dataset versions it is in.")
    @Fails({ErrorCode.COLLECTION_UNKNOWN, ErrorCode.NOT_FOUND, ErrorCode.ATTRIBUTE_INVALID})
    public Whole get(
            @PathParam("collection") String collection,
            @Parameter(description = "the document's id; it may hold slashes") @PathParam("id") String id) {
        known(collection);
        DocumentId document = identity(collection, id);
        DocumentView view = queries.document(document).orElseThrow(() -> Refusal.unknown(ErrorCode.NOT_FOUND, id));
        return new Whole(view, queries.history(document), queries.datasetsOf(document));
    }

    /** By an event, as any producer would. */
    @DELETE
    @Path("{collection}/{id: .+}")
    @Allowed({Role.PRODUCER, Role.OWNER})
    @Operation(
            operationId = "withdrawDocument",
            summary = "Takes a document back",
            description =
                    "All revisions that are not later than the time; it may come before the document itself. The next dataset is as if"
                            + " the document had never been there.")
    @APIResponseSchema(
            value = Accepted.class,
            responseCode = "202",
            responseDescription = "The withdrawal is on the topic")
    @Fails({ErrorCode.COLLECTION_UNKNOWN, ErrorCode.ATTRIBUTE_INVALID, ErrorCode.BROKER_UNAVAILABLE})
    public Response withdraw(
            @PathParam("collection") String collection,
            @Parameter(description = "the document's id; it may hold slashes") @PathParam("id") String id,
            @Parameter(description = "RFC 3339; now without it") @QueryParam("time") @Nullable String time) {
        known(collection);
        DocumentId document = identity(collection, id);
        return accepted(
                collection, submitter.withdraw(collection, document.documentId(), UploadForm.time(time), source(null)));
    }
}
