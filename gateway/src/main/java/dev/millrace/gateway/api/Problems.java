package dev.millrace.gateway.api;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.ErrorKind;
import dev.millrace.contracts.MillraceException;
import dev.millrace.gateway.answer.Refusal;
import dev.millrace.gateway.answer.Refusal.Details;
import dev.millrace.gateway.openai.OpenAiErrors;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Failures as answers: problem details (RFC 9457) on our own API, OpenAI's shape on theirs; never a stack trace. */
public final class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);
    private static final int SERVER_ERROR = 500;
    private static final String STAGE = "gateway";

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

    @ServerExceptionMapper
    Response unexpected(RuntimeException failure, UriInfo uri) {
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
                : http.getCurrent().response().headers().get(RequestIds.HEADER);
    }

    private Response answer(ErrorCode code, int status, String detail, Details details, UriInfo uri) {
        boolean theirs = uri.getPath().startsWith("/v1/") || uri.getPath().equals("/v1");
        Object body =
                theirs ? OpenAiErrors.body(code, detail, details.param()) : problem(code, status, detail, details);
        Response.ResponseBuilder answer = Response.status(status)
                .type(theirs ? "application/json" : "application/problem+json")
                .entity(body);
        if (status == 401) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return (status == 503 || status == 429 ? answer.header("Retry-After", "5") : answer).build();
    }

    private Map<String, Object> problem(ErrorCode code, int status, String detail, Details details) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "about:blank");
        problem.put("title", code.meaning());
        problem.put("status", status);
        problem.put("code", code.name());
        problem.put("detail", detail);
        problem.put("remedy", code.remedy());
        problem.put("stage", STAGE);
        present(problem, "id", details.id());
        present(problem, "param", details.param());
        present(problem, "limit", details.limit());
        present(problem, "actual", details.actual());
        present(problem, "requestId", requestId());
        return problem;
    }

    private static void present(Map<String, Object> problem, String name, @Nullable Object value) {
        if (value != null) {
            problem.put(name, value);
        }
    }
}
