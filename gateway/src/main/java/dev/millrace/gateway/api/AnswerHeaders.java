package dev.millrace.gateway.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Every answer names its request, by the caller's own id when it has sent a plain one, is kept by nobody on the way, and is what it says it
 * is: in front of all routes, so that none is missed.
 */
@Singleton
final class AnswerHeaders {
    static final String REQUEST_ID = "x-request-id";
    private static final int FIRST = 1000;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    void register(@Observes Filters filters) {
        filters.register(AnswerHeaders::add, FIRST);
    }

    private static void add(RoutingContext exchange) {
        String given = exchange.request().getHeader(REQUEST_ID);
        boolean usable = given != null && PLAIN.matcher(given).matches();
        MultiMap headers = exchange.response().headers();
        headers.set(REQUEST_ID, usable ? given : "req-" + UUID.randomUUID());
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        exchange.next();
    }
}
