package dev.millrace.gateway.access;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.gateway.answer.Refusal;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.Arrays;
import java.util.Optional;

/** Stands in front of every route: no key, no answer. */
@Provider
@Priority(Priorities.AUTHENTICATION)
public final class AccessFilter implements ContainerRequestFilter {
    private static final String BEARER = "Bearer ";

    /** Asked for with the first request: filters are made before the configuration can be read. */
    private final jakarta.inject.Provider<AccessKeys> keys;

    private final CurrentCaller current;
    private final ResourceInfo route;

    AccessFilter(jakarta.inject.Provider<AccessKeys> keys, CurrentCaller current, ResourceInfo route) {
        this.keys = keys;
        this.current = current;
        this.route = route;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        requirePlainContent(request);
        Caller caller = Optional.ofNullable(request.getHeaderString(HttpHeaders.AUTHORIZATION))
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .flatMap(header ->
                        keys.get().find(header.substring(BEARER.length()).strip()))
                .orElseThrow(() -> new MillraceException(ErrorCode.KEY_INVALID, "the API key is missing or not valid"));
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

    private @org.jspecify.annotations.Nullable Allowed allowed() {
        Allowed onMethod = route.getResourceMethod().getAnnotation(Allowed.class);
        return onMethod != null ? onMethod : route.getResourceClass().getAnnotation(Allowed.class);
    }
}
