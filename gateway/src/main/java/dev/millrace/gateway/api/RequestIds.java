package dev.millrace.gateway.api;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.UUID;
import java.util.regex.Pattern;

/** Every answer names its request, by the caller's own id when it has sent a plain one. */
@Provider
public final class RequestIds implements ContainerResponseFilter {
    private static final String HEADER = "x-request-id";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        String given = request.getHeaderString(HEADER);
        boolean usable = given != null && PLAIN.matcher(given).matches();
        response.getHeaders().putSingle(HEADER, usable ? given : "req-" + UUID.randomUUID());
    }
}
