package dev.millrace.storage;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.ServerException;
import java.io.FileNotFoundException;
import java.util.Set;

/** Translates what the S3 client throws. Messages name the operation and the store's own code, never a host, key or credential. */
final class S3Failures {
    private static final int PRECONDITION_FAILED = 412;
    private static final int NOT_FOUND = 404;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int SERVER_ERROR = 500;
    private static final int NOT_IMPLEMENTED = 501;
    private static final Set<Integer> WORTH_ANOTHER_TRY = Set.of(408, 409, 429, 499);
    /** Refusals that blame the request for what happened to it on the way. */
    private static final Set<String> DAMAGED_ON_THE_WAY = Set.of(
            "RequestTimeout", "IncompleteBody", "BadDigest", "XAmzContentSHA256Mismatch", "SlowDown", "NoSuchUpload");

    private S3Failures() {}

    static boolean isPreconditionFailed(Throwable failure) {
        return failure instanceof ErrorResponseException e && e.response().code() == PRECONDITION_FAILED;
    }

    static boolean isMissing(Throwable failure) {
        return failure instanceof ErrorResponseException e
                && e.response().code() == NOT_FOUND
                && e.errorResponse().code().equals("NoSuchKey");
    }

    static MillraceException translate(String operation, Throwable failure) {
        return switch (failure) {
            case MillraceException e -> e;
            case ErrorResponseException e -> refused(operation, e);
            case ServerException e -> failed(codeOf(e.statusCode()), operation, "status " + e.statusCode(), e);
            case FileNotFoundException e -> failed(ErrorCode.INTERNAL_ERROR, operation, "no such local file", e);
            default ->
                failed(
                        ErrorCode.STORE_UNAVAILABLE,
                        operation,
                        failure.getClass().getSimpleName(),
                        failure);
        };
    }

    private static MillraceException refused(String operation, ErrorResponseException e) {
        String said = e.errorResponse().code();
        if (isMissing(e)) {
            return failed(ErrorCode.OBJECT_MISSING, operation, said, e);
        }
        if (e.response().code() == RANGE_NOT_SATISFIABLE) {
            return failed(ErrorCode.OBJECT_DAMAGED, operation, said, e);
        }
        ErrorCode code = DAMAGED_ON_THE_WAY.contains(said)
                ? ErrorCode.STORE_UNAVAILABLE
                : codeOf(e.response().code());
        return failed(code, operation, said, e);
    }

    private static ErrorCode codeOf(int status) {
        boolean mayPass = (status >= SERVER_ERROR && status != NOT_IMPLEMENTED) || WORTH_ANOTHER_TRY.contains(status);
        return mayPass ? ErrorCode.STORE_UNAVAILABLE : ErrorCode.STORE_REFUSED;
    }

    private static MillraceException failed(ErrorCode code, String operation, String detail, Throwable cause) {
        return new MillraceException(code, operation + " failed: " + detail, cause);
    }
}
