package dev.millrace.gateway.spec;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.gateway.answer.Problem;
import dev.millrace.gateway.openai.OpenAiErrors;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Describes how routes fail, by status, with the codes an answer of this status may have. */
final class Failures {
    private static final List<ErrorCode> EVERYWHERE = List.of(
            ErrorCode.REQUEST_INVALID,
            ErrorCode.KEY_INVALID,
            ErrorCode.KEY_FORBIDDEN,
            ErrorCode.TOO_MANY_FAILURES,
            ErrorCode.READ_MODEL_BEHIND,
            ErrorCode.INTERNAL_ERROR);
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private final boolean theirs;

    /** @param theirs true for routes of OpenAI's API */
    Failures(boolean theirs) {
        this.theirs = theirs;
    }

    void addTo(Operation operation, List<ErrorCode> own) {
        Set<ErrorCode> codes =
                Stream.concat(EVERYWHERE.stream(), own.stream()).collect(Collectors.toCollection(LinkedHashSet::new));
        codes.stream()
                .collect(Collectors.groupingBy(ErrorCode::httpStatus, TreeMap::new, Collectors.toList()))
                .forEach((status, of) ->
                        operation.getResponses().addAPIResponse(Integer.toString(status), response(status, of)));
        operation
                .getResponses()
                .addAPIResponse(
                        "default",
                        OASFactory.createAPIResponse()
                                .description("Whatever else may fail, by its code.")
                                .content(content()));
    }

    private Content content() {
        return OASFactory.createContent()
                .addMediaType(
                        theirs ? "application/json" : Problem.MEDIA_TYPE,
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema()
                                        .ref(theirs ? FailureSchemas.OPENAI_ERROR : FailureSchemas.PROBLEM)));
    }

    private APIResponse response(int status, List<ErrorCode> codes) {
        APIResponse response = OASFactory.createAPIResponse()
                .description(codes.stream()
                        .map(code -> name(code) + ": " + code.meaning())
                        .collect(Collectors.joining("\n")))
                .content(content());
        response.addExtension("x-codes", codes.stream().map(this::name).toList());
        if (status == TOO_MANY || status == UNAVAILABLE) {
            response.addHeader(
                    "Retry-After",
                    OASFactory.createHeader()
                            .description("seconds")
                            .schema(OASFactory.createSchema().type(List.of(Schema.SchemaType.INTEGER))));
        }
        return response;
    }

    private String name(ErrorCode code) {
        return theirs ? OpenAiErrors.code(code) : code.name();
    }
}
