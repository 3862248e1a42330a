package dev.millrace.gateway.api;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.event.AccessKeyChanged;
import dev.millrace.contracts.event.AccessKeyChanged.Role;
import dev.millrace.gateway.access.AccessKeys;
import dev.millrace.gateway.access.Allowed;
import dev.millrace.gateway.answer.Bodies;
import dev.millrace.gateway.answer.Refusal;
import dev.millrace.gateway.readmodel.Queries;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** API keys, for administrators. */
@Path("/api/v1/keys")
@Allowed(Role.ADMIN)
public final class KeysResource {
    private final AccessKeys keys;
    private final Queries queries;

    KeysResource(AccessKeys keys, Queries queries) {
        this.keys = keys;
        this.queries = queries;
    }

    /** @param collections null or empty for all */
    public record Wish(
            String name, Set<Role> roles, @Nullable Set<String> collections) {}

    /** A key without what makes it one. */
    public record View(
            String keyId, String name, Set<Role> roles, Set<String> collections, boolean revoked, Instant at) {
        static View of(AccessKeyChanged key) {
            return new View(key.keyId(), key.name(), key.roles(), key.collections(), key.revoked(), key.at());
        }
    }

    /** The key itself is shown this once. */
    @POST
    public Response create(@Nullable InputStream body) {
        Wish wish = Bodies.value(body, Wish.class);
        if (wish == null
                || wish.name() == null
                || wish.name().isBlank()
                || wish.roles() == null
                || wish.roles().isEmpty()) {
            throw Refusal.parameter("name, roles", "A key has a name and at least one role.");
        }
        Set<String> collections = wish.collections() == null ? Set.of() : wish.collections();
        if (wish.roles().contains(Role.ADMIN) && !collections.isEmpty()) {
            throw Refusal.parameter("collections", "An administrator's key is for all collections.");
        }
        return Response.status(Response.Status.CREATED)
                .entity(keys.create(wish.name(), wish.roles(), collections))
                .build();
    }

    @GET
    public Page<View> list() {
        return Page.all(queries.keys().stream().map(View::of).toList());
    }

    @DELETE
    @Path("{id}")
    public Response revoke(@PathParam("id") String id) {
        AccessKeyChanged key = queries.key(id).orElseThrow(() -> Refusal.unknown(ErrorCode.NOT_FOUND, id));
        keys.revoke(key);
        return Response.accepted(View.of(key)).build();
    }
}
