package dev.millrace.gateway.api;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.ErrorKind;
import dev.millrace.contracts.MillraceException;
import dev.millrace.gateway.openai.OpenAiErrors;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Failures as answers: problem details (RFC 9457) on our own API, OpenAI's shape on theirs; never a stack trace. */
public final class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);
    private static final int SERVER_ERROR = 500;

    @ServerExceptionMapper
    Response known(MillraceException failure, UriInfo uri) {
        if (failure.kind() == ErrorKind.INTERNAL) {
            LOG.errorf("errorCode=%s path=%s: %s", failure.code(), uri.getPath(), failure.getMessage());
        }
        return answer(failure.code(), failure.code().httpStatus(), String.valueOf(failure.getMessage()), uri);
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
        return answer(code, status, code.meaning(), uri);
    }

    @ServerExceptionMapper
    Response ofTheRequest(IllegalArgumentException failure, UriInfo uri) {
        return answer(ErrorCode.REQUEST_INVALID, 400, String.valueOf(failure.getMessage()), uri);
    }

    @ServerExceptionMapper
    Response unexpected(RuntimeException failure, UriInfo uri) {
        LOG.errorf(failure, "errorCode=INTERNAL_ERROR path=%s", uri.getPath());
        return answer(ErrorCode.INTERNAL_ERROR, SERVER_ERROR, ErrorCode.INTERNAL_ERROR.meaning(), uri);
    }

    private static Response answer(ErrorCode code, int status, String detail, UriInfo uri) {
        boolean theirs = uri.getPath().startsWith("/v1/") || uri.getPath().equals("/v1");
        Object body = theirs ? OpenAiErrors.body(code, detail) : problem(code, status, detail);
        Response.ResponseBuilder answer = Response.status(status)
                .type(theirs ? "application/json" : "application/problem+json")
                .entity(body);
        return (status == 503 || status == 429 ? answer.header("Retry-After", "5") : answer).build();
    }

    private static Map<String, Object> problem(ErrorCode code, int status, String detail) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "about:blank");
        problem.put("title", code.meaning());
        problem.put("status", status);
        problem.put("code", code.name());
        problem.put("detail", detail);
        problem.put("remedy", code.remedy());
        return problem;
    }
}
