package dev.millrace.gateway.api;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.event.AccessKeyChanged;
import dev.millrace.contracts.event.AccessKeyChanged.Role;
import dev.millrace.gateway.access.AccessKeys;
import dev.millrace.gateway.access.Allowed;
import dev.millrace.gateway.answer.Bodies;
import dev.millrace.gateway.answer.Fails;
import dev.millrace.gateway.answer.Refusal;
import dev.millrace.gateway.readmodel.Queries;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** API keys, for administrators. */
@Path("/api/v1/keys")
@Produces(MediaType.APPLICATION_JSON)
@Allowed(Role.ADMIN)
@Tag(name = "Keys", description = "Who may do what.")
public final class KeysResource {
    private static final int LONGEST_NAME = 128;

    private final AccessKeys keys;
    private final Queries queries;

    KeysResource(AccessKeys keys, Queries queries) {
        this.keys = keys;
        this.queries = queries;
    }

    /** @param collections null or empty for all */
    @Schema(name = "KeyWish")
    public record Wish(
            String name, Set<Role> roles, @Nullable Set<String> collections) {}

    /**
     * A key without what makes it one.
     *
     * @param collections those it may use; empty for all
     */
    public record Key(
            String keyId, String name, Set<Role> roles, Set<String> collections, boolean revoked, Instant at) {
        static Key of(AccessKeyChanged key) {
            return new Key(key.keyId(), key.name(), key.roles(), key.collections(), key.revoked(), key.at());
        }
    }

    /** The key itself is shown this once, and opens from then on. */
    @POST
    @Operation(
            operationId = "createKey",
            summary = "Makes a key",
            description = "The key itself is shown this once; only its salted hash is kept.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Wish.class)))
    @APIResponseSchema(
            value = AccessKeys.Created.class,
            responseCode = "201",
            responseDescription = "The key, which opens from now on")
    @Fails({ErrorCode.REQUEST_TOO_LARGE, ErrorCode.BROKER_UNAVAILABLE})
    public Response create(@Nullable InputStream body) {
        Wish wish = Bodies.value(body, Wish.class);
        if (wish == null || wish.name() == null || wish.roles() == null) {
            throw Refusal.parameter("name, roles", "A key has a name and at least one role.");
        }
        Set<String> collections = wish.collections() == null ? Set.of() : wish.collections();
        check(wish, collections);
        AccessKeys.Created created = keys.create(wish.name(), wish.roles(), collections);
        OwnWrites.await(() -> queries.key(created.keyId()));
        return Response.status(Response.Status.CREATED).entity(created).build();
    }

    private static void check(Wish wish, Set<String> collections) {
        if (wish.name().isBlank() || wish.name().length() > LONGEST_NAME) {
            throw Refusal.parameter("name", "A key has a name of at most " + LONGEST_NAME + " characters.")
                    .limit(LONGEST_NAME, wish.name().length());
        }
        if (wish.roles().isEmpty() || hasNull(wish.roles())) {
            throw Refusal.parameter("roles", "A key has at least one role.");
        }
        if (hasNull(collections)) {
            throw Refusal.parameter("collections", "A collection has a name.");
        }
        if (wish.roles().contains(Role.ADMIN) && !collections.isEmpty()) {
            throw Refusal.parameter("collections", "An administrator's key is for all collections.");
        }
    }

    private static boolean hasNull(Set<?> values) {
        return values.stream().anyMatch(Objects::isNull);
    }

    @GET
    @Operation(operationId = "listKeys", summary = "All keys, without what makes them keys")
    public Page<Key> list() {
        return Page.all(queries.keys().stream().map(Key::of).toList());
    }

    /** It opens nothing from then on. */
    @DELETE
    @Path("{id}")
    @Operation(operationId = "revokeKey", summary = "Revokes a key, which opens nothing from then on")
    @Fails({ErrorCode.NOT_FOUND, ErrorCode.BROKER_UNAVAILABLE})
    public Key revoke(@PathParam("id") String id) {
        AccessKeyChanged key = queries.key(id).orElseThrow(() -> Refusal.unknown(ErrorCode.NOT_FOUND, id));
        keys.revoke(key);
        return Key.of(OwnWrites.await(() -> queries.key(id).filter(AccessKeyChanged::revoked)));
    }
}
