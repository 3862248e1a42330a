package dev.millrace.gateway.answer;

import dev.millrace.contracts.ErrorCode;
import org.jspecify.annotations.Nullable;

/** A request that is not met, with what its sender can act on. The message reaches users: no document text, path, host or credential. */
public final class Refusal extends RuntimeException {
    private final ErrorCode code;
    private final transient Details details;

    /**
     * What the refusal is about.
     *
     * @param param the parameter at fault
     * @param id the thing that was asked for
     * @param limit what is allowed at most
     * @param actual what came instead
     */
    public record Details(
            @Nullable String param,
            @Nullable String id,
            @Nullable Object limit,
            @Nullable Object actual) {
        public static final Details NONE = new Details(null, null, null, null);
    }

    private Refusal(ErrorCode code, String message, Details details) {
        super(message);
        this.code = code;
        this.details = details;
    }

    public static Refusal of(ErrorCode code, String message) {
        return new Refusal(code, message, Details.NONE);
    }

    /** A parameter that is not as it should be. */
    public static Refusal parameter(String name, String message) {
        return new Refusal(ErrorCode.REQUEST_INVALID, message, new Details(name, null, null, null));
    }

    /** There is nothing by this name, or nothing the caller may know of: both read the same. */
    public static Refusal unknown(ErrorCode code, String id) {
        return new Refusal(code, code.meaning(), new Details(null, id, null, null));
    }

    public Refusal param(String name) {
        return new Refusal(code, text(), new Details(name, details.id(), details.limit(), details.actual()));
    }

    public Refusal limit(Object limit, @Nullable Object actual) {
        return new Refusal(code, text(), new Details(details.param(), details.id(), limit, actual));
    }

    public ErrorCode code() {
        return code;
    }

    public String text() {
        return String.valueOf(getMessage());
    }

    public Details details() {
        return details;
    }
}
