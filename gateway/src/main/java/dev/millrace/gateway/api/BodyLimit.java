package dev.millrace.gateway.api;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.gateway.answer.Refusal.Details;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Refuses a body that says it is over the limit before any of it is read, and says why; the framework would only hang up. */
@Singleton
final class BodyLimit {
    private static final int BEHIND_THE_HEADERS = 999;
    private static final int DIGITS = 18;

    void register(
            @Observes Filters filters, @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit) {
        filters.register(exchange -> check(exchange, limit.asLongValue()), BEHIND_THE_HEADERS);
    }

    private static void check(RoutingContext exchange, long limit) {
        long length = length(exchange.request().getHeader("Content-Length"));
        if (length <= limit) {
            exchange.next();
            return;
        }
        HttpServerResponse response = exchange.response();
        response.setStatusCode(ErrorCode.REQUEST_TOO_LARGE.httpStatus());
        response.putHeader("Connection", "close");
        response.putHeader("Content-Type", Problems.type(exchange.normalizedPath()));
        // What is still to come is not waited for.
        response.end(Buffer.buffer(Json.write(body(exchange, limit, length))))
                .onComplete(ended -> exchange.request().connection().close());
    }

    private static Object body(RoutingContext exchange, long limit, long length) {
        return Problems.body(
                exchange.normalizedPath(),
                ErrorCode.REQUEST_TOO_LARGE,
                ErrorCode.REQUEST_TOO_LARGE.httpStatus(),
                "The request has more than " + limit + " bytes.",
                new Details("body", null, limit, length),
                exchange.response().headers().get(AnswerHeaders.REQUEST_ID));
    }

    /** What is no length is the framework's business. */
    private static long length(@Nullable String text) {
        return text != null && text.length() <= DIGITS && text.chars().allMatch(Character::isDigit)
                ? Long.parseLong(text)
                : 0;
    }
}
