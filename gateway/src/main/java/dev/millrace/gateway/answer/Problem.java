package dev.millrace.gateway.answer;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.millrace.contracts.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was not met: problem details (RFC 9457) with what its sender can act on.
 *
 * @param status the answer's HTTP status
 * @param code stable; programs decide by it
 * @param remedy the way out
 * @param stage the service that refused
 * @param id the thing that was asked for
 * @param param the parameter at fault
 * @param limit what is allowed at most
 * @param actual what came instead
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        ErrorCode code,
        String detail,
        String remedy,
        String stage,
        @Nullable String id,
        @Nullable String param,
        @Nullable Object limit,
        @Nullable Object actual,
        @Nullable String requestId) {
    public static final String MEDIA_TYPE = "application/problem+json";

    public static Problem of(
            ErrorCode code, int status, String detail, Refusal.Details details, @Nullable String requestId) {
        return new Problem(
                "about:blank",
                code.meaning(),
                status,
                code,
                detail,
                code.remedy(),
                "gateway",
                details.id(),
                details.param(),
                details.limit(),
                details.actual(),
                requestId);
    }
}
