package dev.millrace.gateway.access;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.gateway.answer.Refusal;
import dev.millrace.gateway.readmodel.ReadModel;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.annotation.Priority;
import jakarta.inject.Provider;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Stands in front of every route: no key, no answer; and none before it is known which keys there are. */
@jakarta.ws.rs.ext.Provider
@Priority(Priorities.AUTHENTICATION)
public final class AccessFilter implements ContainerRequestFilter {
    /** Both are asked for with the first request: filters are made before the configuration can be read. */
    private final Provider<Doorkeeper> door;

    private final Provider<ReadModel> readModel;
    private final CurrentCaller current;
    private final CurrentVertxRequest http;
    private final ResourceInfo route;

    AccessFilter(
            Provider<Doorkeeper> door,
            Provider<ReadModel> readModel,
            CurrentCaller current,
            CurrentVertxRequest http,
            ResourceInfo route) {
        this.door = door;
        this.readModel = readModel;
        this.current = current;
        this.http = http;
        this.route = route;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        requirePlainContent(request);
        if (!readModel.get().isComplete()) {
            throw new MillraceException(
                    ErrorCode.READ_MODEL_BEHIND, "the gateway still reads what is on the topics; try again soon");
        }
        Caller caller = door.get().admit(request.getHeaderString(HttpHeaders.AUTHORIZATION), address());
        Allowed allowed = allowed();
        if (allowed == null || Arrays.stream(allowed.value()).noneMatch(caller::has)) {
            throw new MillraceException(ErrorCode.KEY_FORBIDDEN, "the API key may not do this");
        }
        current.set(caller);
    }

    /** Nothing is unpacked for who asks: a small packed body may be a very large one. */
    private static void requirePlainContent(ContainerRequestContext request) {
        String encoding = request.getHeaderString(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw Refusal.parameter("content-encoding", "Requests are taken without a content encoding.");
        }
    }

    private String address() {
        var peer = http.getCurrent().request().remoteAddress();
        return peer == null ? "" : String.valueOf(peer.hostAddress());
    }

    private @Nullable Allowed allowed() {
        Allowed onMethod = route.getResourceMethod().getAnnotation(Allowed.class);
        return onMethod != null ? onMethod : route.getResourceClass().getAnnotation(Allowed.class);
    }
}
