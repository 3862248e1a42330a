package dev.millrace.gateway.access;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** The caller of the request at hand, as the filter has found it. */
@RequestScoped
public class CurrentCaller {
    private @Nullable Caller caller;

    void set(Caller found) {
        caller = found;
    }

    public Caller get() {
        if (caller == null) {
            throw new MillraceException(ErrorCode.KEY_INVALID, "the API key is missing or not valid");
        }
        return caller;
    }
}
