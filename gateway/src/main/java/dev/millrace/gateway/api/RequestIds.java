package dev.millrace.gateway.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.regex.Pattern;

/** Every answer names its request, by the caller's own id when it has sent a plain one: in front of all routes, so that none is missed. */
@Singleton
final class RequestIds {
    static final String HEADER = "x-request-id";
    private static final int FIRST = 1000;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    void register(@Observes Filters filters) {
        filters.register(RequestIds::name, FIRST);
    }

    private static void name(RoutingContext exchange) {
        String given = exchange.request().getHeader(HEADER);
        boolean usable = given != null && PLAIN.matcher(given).matches();
        exchange.response().putHeader(HEADER, usable ? given : "req-" + UUID.randomUUID());
        exchange.next();
    }
}
