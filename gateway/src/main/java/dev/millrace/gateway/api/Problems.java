package dev.millrace.gateway.api;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.ErrorKind;
import dev.millrace.contracts.MillraceException;
import dev.millrace.gateway.answer.Problem;
import dev.millrace.gateway.answer.Refusal;
import dev.millrace.gateway.answer.Refusal.Details;
import dev.millrace.gateway.openai.OpenAiErrors;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.OptionalInt;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Failures as answers: problem details (RFC 9457) on our own API, OpenAI's shape on theirs; never a stack trace. */
public final class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);
    private static final int UNAUTHORIZED = 401;
    private static final int SERVER_ERROR = 500;
    private static final int UNAVAILABLE = 503;

    /** Seconds after which it is worth trying again. */
    private static final int SOON = 1;

    private static final int LATER = 5;
    private static final int A_MINUTE = 60;

    private final CurrentVertxRequest http;

    Problems(CurrentVertxRequest http) {
        this.http = http;
    }

    @ServerExceptionMapper
    Response refused(Refusal refusal, UriInfo uri) {
        return answer(refusal.code(), refusal.code().httpStatus(), refusal.text(), refusal.details(), uri);
    }

    @ServerExceptionMapper
    Response known(MillraceException failure, UriInfo uri) {
        if (failure.kind() == ErrorKind.INTERNAL) {
            LOG.errorf("errorCode=%s requestId=%s: %s", failure.code(), requestId(), failure.getMessage());
        }
        String detail = String.valueOf(failure.getMessage());
        return answer(failure.code(), failure.code().httpStatus(), detail, Details.NONE, uri);
    }

    @ServerExceptionMapper
    Response withoutRoute(NotFoundException failure, UriInfo uri) {
        return ofTheFramework(failure, uri);
    }

    @ServerExceptionMapper
    Response ofTheFramework(WebApplicationException failure, UriInfo uri) {
        int status = failure.getResponse().getStatus();
        ErrorCode code = switch (status) {
            case 401 -> ErrorCode.KEY_INVALID;
            case 403 -> ErrorCode.KEY_FORBIDDEN;
            case 404 -> ErrorCode.NOT_FOUND;
            case 413 -> ErrorCode.REQUEST_TOO_LARGE;
            default -> status >= SERVER_ERROR ? ErrorCode.INTERNAL_ERROR : ErrorCode.REQUEST_INVALID;
        };
        String detail = switch (status) {
            case 405 -> "This path does not take this method.";
            case 406 -> "The answer cannot be had in the accepted types.";
            case 415 -> "The request's content type is not taken here.";
            default -> code.meaning();
        };
        return answer(code, status, detail, Details.NONE, uri);
    }

    /** Our contracts' own checks throw it; its text may come from anywhere, so it stays here. */
    @ServerExceptionMapper
    Response ofTheRequest(IllegalArgumentException failure, UriInfo uri) {
        return answer(ErrorCode.REQUEST_INVALID, 400, ErrorCode.REQUEST_INVALID.meaning(), Details.NONE, uri);
    }

    /** The framework's, about a body it reads itself. */
    @ServerExceptionMapper
    Response incomplete(IOException failure, UriInfo uri) {
        if (isWithoutRoom(failure)) {
            LOG.warnf("errorCode=DISK_FULL requestId=%s: an upload found no room", requestId());
            ErrorCode full = ErrorCode.DISK_FULL;
            return answer(full, full.httpStatus(), full.meaning(), Details.NONE, uri);
        }
        String detail = "The request's body did not come whole, or is not what its type says.";
        Details body = new Details("body", null, null, null);
        return answer(ErrorCode.REQUEST_INVALID, ErrorCode.REQUEST_INVALID.httpStatus(), detail, body, uri);
    }

    /** Java has no exception of its own for it, only the system's words. */
    private static boolean isWithoutRoom(IOException failure) {
        String said = String.valueOf(failure.getMessage());
        return said.contains("No space left on device") || said.contains("Disk quota exceeded");
    }

    @ServerExceptionMapper
    Response unexpected(Exception failure, UriInfo uri) {
        LOG.errorf("errorCode=INTERNAL_ERROR requestId=%s: %s", requestId(), trace(failure));
        return answer(ErrorCode.INTERNAL_ERROR, SERVER_ERROR, ErrorCode.INTERNAL_ERROR.meaning(), Details.NONE, uri);
    }

    /** Where it happened without what it said: messages of foreign exceptions can hold document text. */
    private static String trace(Throwable failure) {
        StringBuilder text = new StringBuilder();
        for (Throwable at = failure; at != null; at = at.getCause()) {
            StackTraceElement[] frames = at.getStackTrace();
            text.append(text.isEmpty() ? "" : " <- ").append(at.getClass().getName());
            for (int i = 0; i < Math.min(4, frames.length); i++) {
                text.append(" @").append(frames[i].getClassName()).append(':').append(frames[i].getLineNumber());
            }
        }
        return text.toString();
    }

    private @Nullable String requestId() {
        return http.getCurrent() == null
                ? null
                : http.getCurrent().response().headers().get(AnswerHeaders.REQUEST_ID);
    }

    private Response answer(ErrorCode code, int status, String detail, Details details, UriInfo uri) {
        Response.ResponseBuilder answer = Response.status(status)
                .type(type(uri.getPath()))
                .entity(body(uri.getPath(), code, status, detail, details, requestId()));
        if (status == UNAUTHORIZED) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        retryAfter(code, status).ifPresent(seconds -> answer.header(HttpHeaders.RETRY_AFTER, seconds));
        return answer.build();
    }

    static Object body(
            String path, ErrorCode code, int status, String detail, Details details, @Nullable String requestId) {
        return isTheirs(path)
                ? OpenAiErrors.body(code, detail, details.param())
                : Problem.of(code, status, detail, details, requestId);
    }

    static String type(String path) {
        return isTheirs(path) ? MediaType.APPLICATION_JSON : Problem.MEDIA_TYPE;
    }

    private static boolean isTheirs(String path) {
        return path.startsWith("/v1/") || path.equals("/v1");
    }

    private static OptionalInt retryAfter(ErrorCode code, int status) {
        return switch (code) {
            case READ_MODEL_BEHIND -> OptionalInt.of(SOON);
            case TOO_MANY_FAILURES -> OptionalInt.of(A_MINUTE);
            default -> status == UNAVAILABLE ? OptionalInt.of(LATER) : OptionalInt.empty();
        };
    }
}
